import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { reviewJsonSchema, reviewSchema } from "../../src/analyses/review/document.js";
import { packageRoot } from "../../src/base/package/root.js";
import { treeFiles } from "../../src/engines/linux/tree.js";
import { whole, wholly } from "../slice.js";
import { nmicheck } from "./nmicheck.js";
import { type EndedOf, nmicheckEach } from "./nmicheck-each.js";
import { nmicheckServed } from "./nmicheck-served.js";

const actionSchema = z.object({
  runs: z.object({ steps: z.array(z.object({ name: z.string(), run: z.string() })) }),
});

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-review-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The same in the process that commands share. */
function served(args: readonly string[]) {
  return nmicheckServed(args, { XDG_CACHE_HOME: join(folder, "cache") });
}

function run(args: readonly string[]) {
  return nmicheck(args, { XDG_CACHE_HOME: join(folder, "cache") });
}

whole("two engines: what tells them apart, and which verdicts differ", async () => {
  const sides = ["--before", "mainline@reference", "--after", "none@reference"];
  const engines = [...sides, "--chain", "1,1"];
  const { stdout, exitCode } = await run(["review", ...engines]);
  const lines = stdout.split("\n");
  expect(lines.slice(0, 2)).toEqual([
    "before: the policy mainline of the engine nmicheck-reference 1: 2 states; keeps disarmed, armed",
    "after:  the policy none of the engine nmicheck-reference 1: 1 state; keeps nothing",
  ]);
  expect(stdout).toContain(
    [
      "The shortest behaviour that tells the two apart, played on both:",
      "  raise(0, 0) raise(1, 0) deliver",
      "  NMI 1 at ip 1, 1 event of handler 0 and 1 event of handler 1: claimed 1,1 handled",
      "  external deliver",
      "  NMI 2 at ip 1, no event: before: claimed 0,0 swallowed; after: claimed 0,0 unknown",
    ].join("\n"),
  );
  expect(stdout).toContain("\n  NoFalseSwallow on ideal: violated in 12 → holds\n");
  expect(stdout).toContain("\n  NoSpurious on ideal: holds → violated in 11  (it held)\n");
  expect(exitCode).toBe(1);

  expect(stdout).toContain(
    "It leaves alone which handlers are called and what they claim, NMIs that are not back-to-back and NMIs that somebody claims.\n",
  );
  expect(stdout).toContain(
    "  new: NoSpurious on ideal, sticky, shadow, sticky+shadow: an NMI had claimed several events, among them one that came only after the NMI was taken; its own NMI was not swallowed, though it was back-to-back\n",
  );
  expect(stdout).toMatch(/^ {2}gone: NoFalseSwallow on ideal, /m);

  const json = await run(["review", ...engines, "--json"]);
  const document = reviewSchema.parse(JSON.parse(json.stdout));
  expect(json.exitCode).toBe(1);
  expect(document.patch).toBeNull();
  expect(document.verdicts).toHaveLength(16);
  expect(document.verdicts.filter(({ regression }) => regression).length).toBeGreaterThan(0);
  const published = join(packageRoot, "schemas", "nmicheck.review-1.schema.json");
  expect(await readFile(published, "utf8")).toBe(reviewJsonSchema());
});

whole("the same policy from two engines is the same", async () => {
  const engines = ["--before", "none@reference", "--after", "none@model"];
  const { stdout, exitCode } = await run(["review", ...engines]);
  expect(stdout).toMatch(/^No behaviour tells the two apart: they are the same policy\.$/m);
  expect(exitCode).toBe(0);
});

describe("what cannot be reviewed", () => {
  const refused: readonly (readonly [typed: string, message: string])[] = [
    ["review", "error[review/nothing]: there is nothing to review"],
    [
      "review change.patch --before reference",
      "error[review/tree]: a patch is applied to a kernel's tree, and `reference` is none.",
    ],
    ["review change.patch --after model", "error[configuration/options-exclude]: "],
    ["review x.patch --tree 6.12 --before linux:6.1", "error[configuration/options-exclude]: "],
    [
      "review --after model --before none@reference --shim x.h",
      "error[learn/shim]: `--shim x.h` is a header for a kernel's tree: `none@reference` is none, or names one itself.",
    ],
    ["review --after model --axis lvtpc=never", "error[configuration/unknown-name]: "],
    ["review --after model --format xml", "error[configuration/unknown-name]: "],
    ["review --after elsewhere", "error[learn/no-engine]: `elsewhere` names no engine"],
  ];

  let ended: EndedOf;
  beforeAll(async () => {
    ended = await nmicheckEach(
      refused.map(([typed]) => typed.split(" ")),
      {
        XDG_CACHE_HOME: join(folder, "cache"),
      },
    );
  });

  test.each(refused)("%s", (typed, message) => {
    const { stderr, stdout, exitCode } = ended(typed.split(" "));
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
      const { stderr, exitCode } = await served([
        "review",
        "none.patch",
        "--before",
        `linux:${tree}`,
      ]);
      expect(stderr).toMatch(
        /^error\[review\/unreadable\]: the patch `none\.patch` cannot be read: /,
      );
      expect(exitCode).toBe(2);
    });

    test("the header of stubs is not there", async () => {
      const { stderr, exitCode } = await served([
        "review",
        patch,
        "--tree",
        tree,
        "--shim",
        "none.h",
      ]);
      expect(stderr).toMatch(
        /^error\[linux\/shim\]: the header of stubs `none\.h` cannot be read: no such file/,
      );
      expect(exitCode).toBe(2);
    });

    test("the tree has no nmi.c", async () => {
      const { stderr, exitCode } = await served(["review", patch, "--tree", folder]);
      const asEngine = await served(["review", patch, "--tree", `linux:${folder}`]);
      expect(asEngine.stderr).toBe(stderr);
      expect(stderr.replaceAll(folder, "FOLDER")).toMatch(
        /^error\[linux\/no-tree\]: FOLDER is not a Linux source tree: it has no arch\/x86\/kernel\/nmi\.c\.$/m,
      );
      expect(exitCode).toBe(2);
    });

    test("the program `patch` is not there", async () => {
      const args = ["review", patch, "--before", `linux:${tree}`];
      const env = { XDG_CACHE_HOME: join(folder, "cache"), PATH: folder };
      const { stderr, exitCode } = await nmicheckServed(args, env);
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
      const { stderr, exitCode } = await nmicheckServed(args, { XDG_CACHE_HOME: cache });
      expect(stderr.replaceAll(folder, "FOLDER")).toMatch(
        /^error\[review\/cache\]: the patched copy of the tree cannot be written to FOLDER\/blocked\/nmicheck\/linux\/patched: /,
      );
      expect(exitCode).toBe(3);
    });
  });
});

const odd = join(packageRoot, "test", "learn", "engines", "odd-engine.js");

describe("an engine after the change from which nothing is learned", () => {
  test.each(
    wholly([
      ["keeps-on-reset", "`reset` does not take the engine `"],
      ["crashes", "the engine `"],
    ] as const),
  )("%s", async (oddity, why) => {
    const after = `engine:${process.execPath} ${odd} ${oddity}`;
    const { stdout, exitCode } = await run([
      "review",
      ...["--before", "mainline@reference", "--after", after, "--chain", "3"],
    ]);
    expect(stdout).toContain(`\nafter:  no policy: ${why}`);
    expect(stdout).toMatch(/so nothing is known of its verdicts\.$/m);
    expect(exitCode).toBe(1);
  });
});

whole("on a machine with axes: their properties are asked too", async () => {
  const asked = ["--before", "mainline@reference", "--after", "none@reference", "--chain", "2"];
  const { stdout } = await run(["review", ...asked, "--axis", "unknown-chain=greedy", "--json"]);
  const { machine, verdicts } = reviewSchema.parse(JSON.parse(stdout));
  expect(machine).toEqual({ chain: [2], rips: 2, axes: { "unknown-chain": "greedy" } });
  expect(new Set(verdicts.map(({ property }) => property))).toContain("NoHidden");
});

whole(
  "the action reviews the patch that it is given, and nothing where it is given none",
  async () => {
    const { runs } = actionSchema.parse(
      parse(await readFile(join(packageRoot, "action.yml"), "utf8")),
    );
    const step = runs.steps.find(({ name }) => name === "Review the patch");
    const bin = join(folder, "bin");
    await mkdir(bin, { recursive: true });
    const npx = `#!/bin/sh\nshift 2\nexec '${process.execPath}' '${join(packageRoot, "dist", "cli.js")}' "$@"\n`;
    await writeFile(join(bin, "npx"), npx, { mode: 0o755 });
    const ran = (patch: string) =>
      execa("bash", ["-eo", "pipefail", "-c", step?.run ?? "exit 99"], {
        cwd: folder,
        reject: false,
        env: {
          PATH: `${bin}:${process.env.PATH ?? ""}`,
          NMICHECK_PATCH: patch,
          NMICHECK_TREE: folder,
          XDG_CACHE_HOME: join(folder, "cache"),
        },
      });
    expect(await ran("")).toMatchObject({ exitCode: 0, stdout: "", stderr: "" });
    const { exitCode, stderr } = await ran("--mine.patch");
    expect(stderr).toContain("error[linux/no-tree]: ");
    expect(exitCode).toBe(2);
  },
);
