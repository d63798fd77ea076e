import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { provisionTree } from "../../../src/engines/linux/provision.js";
import { treeFiles } from "../../../src/engines/linux/tree.js";
import { nmicheck } from "../../cli/nmicheck.js";

const once = "test/api/policies/once.ts";
const REPORTED = "\t\tunknown_nmi_error(reason, regs);\n\nout:";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-twin-"));
  const tree = await provisionTree("6.12");
  await cp(tree.folder, join(folder, "linux"), { recursive: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs on the tree as it stands; the built-in cache of trees and engines is the user's. */
async function run(args: readonly string[]) {
  return nmicheck(args, { HOME: process.env.HOME ?? "", XDG_CACHE_HOME: join(folder, "cache") });
}

test("a written policy is checked against its kernel, which the unpatched one is not", async () => {
  const engine = `linux:${join(folder, "linux")}`;
  const conform = ["conform", "--policy", once, "--engine", engine, "--platform", "ideal"];
  const unpatched = await run(conform);
  expect(unpatched.stdout).toMatch(/^linux 6\.12\S* does not conform: /m);
  expect(unpatched.stdout).toMatch(/≠ outcome +unknown +swallowed/);
  expect(unpatched.exitCode).toBe(1);

  const file = join(folder, "linux", treeFiles.nmiC);
  const text = await readFile(file, "utf8");
  const parts = text.split(REPORTED);
  expect(parts).toHaveLength(2);
  const disarmed = REPORTED.replace(
    "\n\nout:",
    "\n\t__this_cpu_write(swallow_nmi, false);\n\nout:",
  );
  await writeFile(file, parts.join(disarmed));

  const twin = await run(conform);
  expect(twin.stdout).toMatch(
    /^linux 6\.12\S* conforms: ([\d,]+) of \1 edges of 8 graphs covered, 0 divergences$/m,
  );
  expect(twin.exitCode).toBe(0);

  const traces = join(folder, "traces");
  const question = ["--policy", once, "--platform", "ideal", "--property", "NoFalseSwallow"];
  await run(["check", ...question, "--checker", "explorer", "--out", traces]);
  const replayed = await run(["replay", traces, "--policy", once, "--engine", engine]);
  expect(replayed.stdout).toMatch(
    /^agrees .* on linux 6\.12\S*: 2 NMIs, outcomes and state without the policy's memory compared\.$/m,
  );
  expect(replayed.stdout).toContain("the kernel's code as it stands was compared with once.");
  expect(replayed.exitCode).toBe(0);
});
