import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { proveDocumentSchema } from "../../src/analyses/prove/document.js";
import { packageRoot } from "../../src/base/package/root.js";
import { nmicheck } from "../cli/nmicheck.js";
import { oneshot } from "../proof/oneshot.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-found-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("an invariant of a policy with another memory is found, and printed", async () => {
  const file = join(folder, "oneshot.ts");
  await writeFile(file, oneshot);
  const asked = ["prove", "--policy", file, "--platform", "ideal", "--property", "NoSpurious"];
  const { exitCode, stdout } = await nmicheck(asked);
  expect(stdout).toMatch(/NoSpurious +proven/);
  expect(stdout).toContain("nobody has written this invariant, it was found:");
  expect(stdout).toContain('return state.policyMemory.phase !== "armed" || ');
  expect(exitCode).toBe(0);
});

test("the policy that is told the bitmap of sources is perfect on every chain", async () => {
  const file = join(packageRoot, "examples", "policies", "by-source.ts");
  const asked = [
    "prove",
    "--policy",
    file,
    "--platform",
    "ideal",
    "--axis",
    "policy-input=bitmap",
    "--json",
  ];
  const { stdout } = await nmicheck([
    ...asked,
    "--property",
    "NoSpurious",
    "--property",
    "NoFalseSwallow",
  ]);
  const { proofs } = proveDocumentSchema.parse(JSON.parse(stdout));
  expect(proofs.map(({ verdict }) => verdict)).toEqual(["proven", "proven"]);
});

test("v5 strands no event on a latch that is two deep: its invariant is found", async () => {
  const asked = ["prove", "--policy", "v5", "--platform", "ideal", "--axis", "latch-depth=2"];
  const { stdout } = await nmicheck([...asked, "--property", "NoStranded", "--json"]);
  const [proof] = proveDocumentSchema.parse(JSON.parse(stdout)).proofs;
  expect(proof).toMatchObject({ verdict: "proven" });
  expect(proof?.found).toContain("OneOfTwoPending");
});
