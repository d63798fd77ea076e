import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { proveDocumentSchema } from "../../src/analyses/prove/document.js";
import { nmicheck } from "./nmicheck.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-prove-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("what is proven ends with 0, and its obligations are written", async () => {
  const asked = ["prove", "--policy", "none", "--platform", "ideal", "--property", "NoStranded"];
  const { exitCode, stdout } = await nmicheck([...asked, "--json", "--out", folder]);
  expect(exitCode).toBe(0);
  const document = proveDocumentSchema.parse(JSON.parse(stdout));
  expect(JSON.stringify(document)).toContain('"proven"');
  expect(await readdir(folder)).toEqual(["none_ideal_NoStranded.smt2"]);
});

test("what is violated on a finite machine is not asked of a solver, and ends with 1", async () => {
  const asked = ["prove", "--policy", "v5", "--platform", "ideal", "--property", "NoMasked"];
  const { exitCode, stdout } = await nmicheck(asked);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/NoMasked +violated +in 7 states on chain \[2,1\], 2 ips/);
});

test("an invariant about another memory proves nothing, and says so", async () => {
  const file = join(folder, "parity.ts");
  await writeFile(
    file,
    `import type { Policy } from "nmicheck/policy";

export const parity: Policy<boolean> = {
  initial: false,
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory) => ({ memory, unclaimed: "swallow" }),
};
`,
  );
  const asked = ["prove", "--policy", file, "--platform", "ideal", "--property", "NoSpurious"];
  const { exitCode, stdout } = await nmicheck(asked);
  expect(exitCode).toBe(1);
  expect(stdout).toContain("not proven");
  expect(stdout).toContain("they read `policyMemory.swallowNmi`, which parity does not keep");
});

test("a machine with axes is refused, with where it can be judged", async () => {
  const { exitCode, stderr } = await nmicheck(["prove", "--axis", "nesting=yes"]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("error[prove/core-alone]: `prove` knows invariants of the core alone: ");
  expect(stderr).toContain("`check` with them judges a machine with a chain of its own");
});
