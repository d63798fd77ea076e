import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { reviewJsonSchema, reviewSchema } from "../../src/analyses/review/document.js";
import { packageRoot } from "../../src/base/package/root.js";
import { treeFiles } from "../../src/engines/linux/tree.js";
import { nmicheck } from "./nmicheck.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-review-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function run(args: readonly string[]) {
  return nmicheck(args, { XDG_CACHE_HOME: join(folder, "cache") });
}

test("two engines: what tells them apart, and which verdicts differ", async () => {
  const engines = ["--before", "mainline@reference", "--after", "none@reference"];
  const { stdout, exitCode } = await run(["review", ...engines]);
  const lines = stdout.split("\n");
  expect(lines.slice(0, 2)).toEqual([
    "before: the policy mainline of the engine nmicheck-reference 1: 2 states; keeps disarmed, armed",
    "after:  the policy none of the engine nmicheck-reference 1: 1 state; keeps nothing",
  ]);
  expect(stdout).toContain(
    [
      "The shortest behaviour that tells the two apart, played on both:",
      "  NMI 1 at ip 1, 1 event of handler 0 and 1 event of handler 1: claimed 1,1 handled",
      "  NMI 2 at ip 1, no event: before: claimed 0,0 swallowed; after: claimed 0,0 unknown",
    ].join("\n"),
  );
  expect(stdout).toContain("\n  NoFalseSwallow on ideal: violated in 14 → holds\n");
  expect(stdout).toContain("\n  NoSpurious on ideal: holds → violated in 13  (it held)\n");
  expect(exitCode).toBe(1);

  const json = await run(["review", ...engines, "--json"]);
  const document = reviewSchema.parse(JSON.parse(json.stdout));
  expect(json.exitCode).toBe(1);
  expect(document.patch).toBeNull();
  expect(document.verdicts).toHaveLength(16);
  expect(document.verdicts.filter(({ regression }) => regression).length).toBeGreaterThan(0);
  const published = join(packageRoot, "schemas", "nmicheck.review-1.schema.json");
  expect(await readFile(published, "utf8")).toBe(reviewJsonSchema());
});

test("the same policy from two engines is the same", async () => {
  const engines = ["--before", "none@reference", "--after", "none@model"];
  const { stdout, exitCode } = await run(["review", ...engines]);
  expect(stdout).toMatch(/^No behaviour tells the two apart: they are the same policy\.$/m);
  expect(exitCode).toBe(0);
});

describe("what cannot be reviewed", () => {
  test.each([
    ["review", "error[review/nothing]: there is nothing to review"],
    [
      "review change.patch --before reference",
      "error[review/tree]: a patch is applied to a kernel's tree, and `reference` is none.",
    ],
    ["review change.patch --after model", "error[configuration/options-exclude]: "],
    ["review --after elsewhere", "error[learn/no-engine]: `elsewhere` names no engine"],
  ])("%s", async (typed, message) => {
    const { stderr, stdout, exitCode } = await run(typed.split(" "));
    expect(stderr).toContain(message);
    expect(stdout).toBe("");
    expect(exitCode).toBe(2);
  });

  describe("a patch of a tree", () => {
    let tree: string;
    let patch: string;
    beforeAll(async () => {
      tree = join(folder, "linux");
      patch = join(folder, "change.patch");
      for (const file of [treeFiles.nmiC, treeFiles.nmiH]) {
        await mkdir(join(tree, dirname(file)), { recursive: true });
        await writeFile(join(tree, file), "one\n");
      }
      const { nmiC } = treeFiles;
      await writeFile(patch, `--- a/${nmiC}\n+++ b/${nmiC}\n@@ -1 +1 @@\n-one\n+two\n`);
    });

    test("the patch is not there", async () => {
      const { stderr, exitCode } = await run(["review", "none.patch", "--before", `linux:${tree}`]);
      expect(stderr).toMatch(
        /^error\[review\/unreadable\]: the patch `none\.patch` cannot be read: /,
      );
      expect(exitCode).toBe(2);
    });

    test("the program `patch` is not there", async () => {
      const args = ["review", patch, "--before", `linux:${tree}`];
      const env = { XDG_CACHE_HOME: join(folder, "cache"), PATH: folder };
      const { stderr, exitCode } = await nmicheck(args, env);
      expect(stderr).toMatch(
        /^error\[review\/no-program\]: the program `patch` is not there, which applies patches\.$/m,
      );
      expect(exitCode).toBe(3);
    });

    test("the copy cannot be written", async () => {
      const cache = join(folder, "blocked");
      await mkdir(join(cache, "nmicheck"), { recursive: true });
      await writeFile(join(cache, "nmicheck", "linux"), "a file is in the way");
      const args = ["review", patch, "--before", `linux:${tree}`];
      const { stderr, exitCode } = await nmicheck(args, { XDG_CACHE_HOME: cache });
      expect(stderr.replaceAll(folder, "FOLDER")).toMatch(
        /^error\[review\/cache\]: the patched copy of the tree cannot be written to FOLDER\/blocked\/nmicheck\/linux\/patched: /,
      );
      expect(exitCode).toBe(3);
    });
  });
});
