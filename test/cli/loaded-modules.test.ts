import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "../../src/package/root.js";
import { observed } from "./loaded-modules.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-loads-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("--help loads no library but that of the command line, and the version", async () => {
  const { stdout, packages, own } = await observed(["--help"]);
  expect(stdout).toContain("Usage: nmicheck");
  expect(packages).toEqual(["commander", "picocolors"]);
  expect(own.length).toBeLessThan(20);
});

describe("a policy file is compiled when its sources have changed, and only then", () => {
  const asked = async () => {
    const env = { XDG_CACHE_HOME: join(folder, "cache"), TMPDIR: folder };
    const args = ["check", "--checker", "explorer", "--platform", "ideal", "--out", folder];
    const file = join(folder, "policy.ts");
    const { packages, ...ended } = await observed([...args, "--policy", file], env);
    return { ...ended, isCompiled: packages.includes("ts-morph") };
  };

  test("the second time nothing is compiled, and the output is the same", async () => {
    await cp(
      join(packageRoot, "examples", "policies", "perf-2.6.36.ts"),
      join(folder, "policy.ts"),
    );
    const first = await asked();
    expect(first).toMatchObject({ isCompiled: true, exitCode: 1, stderr: "" });
    const second = await asked();
    expect(second).toMatchObject({ isCompiled: false, exitCode: 1, stderr: "" });
    expect(second.stdout).toBe(first.stdout);
    const file = join(folder, "policy.ts");
    await writeFile(file, `${await readFile(file, "utf8")}\n// Another text.\n`);
    expect((await asked()).isCompiled).toBe(true);
  });
});
