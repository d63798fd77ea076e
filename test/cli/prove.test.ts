import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { proveDocumentSchema } from "../../src/analyses/prove/document.js";
import { whole } from "../slice.js";
import { nmicheck } from "./nmicheck.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-prove-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

whole("what is proven ends with 0, and its obligations are written", async () => {
  const asked = ["prove", "--policy", "none", "--platform", "ideal", "--property", "NoStranded"];
  const { exitCode, stdout } = await nmicheck([...asked, "--json", "--out", folder]);
  expect(exitCode).toBe(0);
  const document = proveDocumentSchema.parse(JSON.parse(stdout));
  expect(JSON.stringify(document)).toContain('"proven"');
  expect(await readdir(folder)).toEqual(["none_ideal_NoStranded.smt2"]);
});

whole(
  "what is violated on a finite machine is proven to be on longer chains, and ends with 1",
  async () => {
    const asked = ["prove", "--policy", "v5", "--platform", "ideal", "--property", "NoMasked"];
    const { exitCode, stdout } = await nmicheck([...asked, "--out", folder]);
    expect(exitCode).toBe(1);
    expect(await readdir(folder)).toContain("v5_contains_2-1.smt2");
    expect(stdout).toMatch(
      /NoMasked +violated +in 7 states on chain \[2,1\], 2 ips, and on every chain that contains it/,
    );
  },
);

whole("a machine with axes is asked, and named", async () => {
  const asked = ["prove", "--policy", "none", "--platform", "ideal", "--property", "NoStranded"];
  const { exitCode, stdout } = await nmicheck([...asked, "--axis", "lvtpc=early", "--json"]);
  expect(exitCode).toBe(0);
  const [proof] = proveDocumentSchema.parse(JSON.parse(stdout)).proofs;
  expect(proof).toMatchObject({ axes: { lvtpc: "early" }, verdict: "proven" });
  expect(proof?.clauses).toContain("MaskedPending");
});

test("what must happen eventually is not proven here: it is told who judges it", async () => {
  const { exitCode, stderr } = await nmicheck(["prove", "--property", "EveryEventHandled"]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain("error[configuration/asked-elsewhere]");
});
