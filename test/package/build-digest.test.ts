import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { programsAsBuilt, programsDigest } from "../../src/base/package/build-digest.js";

let folder = "";

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-build-"));
  await mkdir(join(folder, "src"));
  await writeFile(join(folder, "cli.js"), 'import "./src/main.js";\n');
  await writeFile(join(folder, "src", "main.js"), "export {};\n");
  await writeFile(join(folder, ".programs-digest"), programsDigest(folder));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

test("programs are as they were built until one is changed, added or gone", async () => {
  expect(programsAsBuilt(folder)).toBe(true);
  await writeFile(join(folder, "src", "main.js"), "export {};;\n");
  expect(programsAsBuilt(folder)).toBe(false);
  await writeFile(join(folder, "src", "main.js"), "export {};\n");
  expect(programsAsBuilt(folder)).toBe(true);
  await writeFile(join(folder, "src", "other.js"), "");
  expect(programsAsBuilt(folder)).toBe(false);
  await rm(join(folder, "src", "other.js"));
  await rm(join(folder, "cli.js"));
  expect(programsAsBuilt(folder)).toBe(false);
});

test("without a record that is whole it cannot be told", async () => {
  await writeFile(join(folder, ".programs-digest"), "0123");
  expect(programsAsBuilt(folder)).toBeNull();
  await rm(join(folder, ".programs-digest"));
  expect(programsAsBuilt(folder)).toBeNull();
});

test("the programs that these tests run are as they were built", () => {
  expect(programsAsBuilt()).toBe(true);
});
