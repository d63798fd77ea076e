import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { whole } from "../slice.js";
import { provisioned } from "../tlc/provisioned.js";
import { observed } from "./loaded-modules.js";

/** What a gate from the cache needs: its options, its files read and checked, colours. */
const MAY_BE_LOADED = {
  packages: ["commander", "picocolors"],
  // The build has made one file of all our modules that such a gate needs, and one of zod's 95.
  own: ["dist/assets/quick-path.js", "dist/assets/zod.js", "dist/cli.js", "dist/src/cli/main.js"],
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-loads-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const helpOf = (own: readonly string[]): readonly string[] =>
  own.filter((file) => file.startsWith("dist/src/cli/help/")).sort();

test("--help loads no library but that of the command line, and the version", async () => {
  const { stdout, packages, own } = await observed(["--help"]);
  expect(stdout).toContain("Usage: nmicheck");
  expect(packages).toEqual(["commander", "picocolors"]);
  expect(helpOf(own)).toEqual(["dist/src/cli/help/arrange.js", "dist/src/cli/help/program.js"]);
  // Each takes a millisecond, and the whole text a hundred.
  expect(own.length).toBeLessThan(20);
});

test("a command loads what only help texts have if it is asked for its own", async () => {
  const help = await observed(["axes", "--help"]);
  expect(helpOf(help.own)).toContain("dist/src/cli/help/examples.js");
  expect(help.own).not.toContain("dist/src/cli/commands/axes.js");
  const axes = await observed(["axes", "--json"]);
  expect(axes.own).toContain("dist/src/cli/commands/axes.js");
  expect(helpOf(axes.own)).toEqual([]);
});

whole(
  "a gate that was answered before loads no compiler, no checker, and starts nothing",
  async () => {
    const { jar } = await provisioned();
    const project = await mkdtemp(join(folder, "gate-"));
    const config = join(project, "nmicheck.config.ts");
    await writeFile(
      config,
      `import { defineConfig } from "nmicheck";
export default defineConfig({ gates: [{ name: "small", policy: "none", chain: [1], rips: 1,
  expect: { ideal: { NoFalseSwallow: "holds" } } }] });
`,
    );
    const { PATH = "" } = process.env;
    const env = { XDG_CACHE_HOME: join(project, "cache"), TMPDIR: folder, PATH, CI: "false" };
    const gate = ["gate", "--config", config];
    await observed([...gate, "--update", "--checker", "explorer"], env);
    const args = [...gate, "--tlc-jar", jar.path];
    const first = await observed(args, env);
    expect(first.stdout).toContain("1 gate passed.");
    expect(first.packages).toContain("ts-morph");
    expect(first.packages).toContain("execa");
    const second = await observed(args, env);
    expect(second.stdout).toContain("1 gate passed, all from the cache.");
    expect({ packages: second.packages, own: [...second.own].sort() }).toEqual(MAY_BE_LOADED);
  },
);

test.each([
  { of: "one CPU", machine: ["--axis", "nesting=yes"] },
  { of: "two CPUs", machine: ["--cpus", "2"] },
])("TLC is given what the build left of a built-in policy: $of", async ({ machine }) => {
  const { jar } = await provisioned();
  const size = ["--platform", "ideal", "--chain", "1", "--ips", "1", "--property", "NoSpurious"];
  const args = ["check", "--policy", "none", ...size, ...machine, "--out", folder];
  const env = { XDG_CACHE_HOME: join(folder, "empty"), TMPDIR: folder };
  const { packages, stdout } = await observed([...args, "--tlc-jar", jar.path], env);
  expect(stdout).toContain("TLC");
  expect(packages).toContain("web-tree-sitter");
  expect(packages).not.toContain("ts-morph");
});

describe("a policy file is compiled when its sources have changed, and only then", () => {
  const asked = async () => {
    const env = { XDG_CACHE_HOME: join(folder, "cache"), TMPDIR: folder };
    const args = ["check", "--checker", "explorer", "--platform", "ideal", "--out", folder];
    const file = join(folder, "policy.ts");
    const { packages, ...ended } = await observed([...args, "--policy", file], env);
    return { ...ended, isCompiled: packages.includes("ts-morph") };
  };

  whole("the second time nothing is compiled, and the output is the same", async () => {
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
