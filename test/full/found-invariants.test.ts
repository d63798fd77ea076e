import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
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
