import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readSource } from "../../../src/analyses/learn/source.js";
import { reviewSchema } from "../../../src/analyses/review/document.js";
import { type Review, review } from "../../../src/analyses/review/review.js";
import { applyEdits } from "../../../src/engines/linux/edit.js";
import { mutants } from "../../../src/engines/linux/mutants.js";
import { provisionTree } from "../../../src/engines/linux/provision.js";
import { treeFiles } from "../../../src/engines/linux/tree.js";
import { nmicheck } from "../../cli/nmicheck.js";
import { slice } from "../../slice.js";

let folder: string;
let nmiC: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-review-"));
  const tree = await provisionTree("6.12");
  await cp(tree.folder, join(folder, "a"), { recursive: true });
  await cp(tree.folder, join(folder, "b"), { recursive: true });
  nmiC = await readFile(join(folder, "a", treeFiles.nmiC), "utf8");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs on the user's cache of trees; what is built and learned is kept in one of the test's. */
function run(args: readonly string[]) {
  return nmicheck(args, { HOME: process.env.HOME ?? "", XDG_CACHE_HOME: join(folder, "cache") });
}

/** The patch that makes of nmi.c, or of `base`, this text. */
async function patchTo(text: string, base = nmiC): Promise<string> {
  await writeFile(join(folder, "a", treeFiles.nmiC), base);
  await writeFile(join(folder, "b", treeFiles.nmiC), text);
  const paths = [`a/${treeFiles.nmiC}`, `b/${treeFiles.nmiC}`];
  const { stdout } = await execa("diff", ["-u", ...paths], { cwd: folder, reject: false });
  const patch = join(folder, "change.patch");
  await writeFile(patch, `${stdout}\n`);
  return patch;
}

/** nmi.c with a piece replaced that it has once. */
function changed(find: string, put: string): string {
  expect(nmiC.split(find)).toHaveLength(2);
  return nmiC.replace(find, put);
}

const tree = (): string => `linux:${join(folder, "base")}`;

beforeAll(() => cp(join(folder, "a"), join(folder, "base"), { recursive: true }));

const STOPS = [
  "handled += thishandled;",
  "handled += thishandled;\n\t\tif (thishandled)\n\t\t\tbreak;",
] as const;

test("a patch that loses events: the behaviour, the verdicts and the exit code say so", async () => {
  const patch = await patchTo(changed(...STOPS));
  const { stdout, exitCode } = await run(["review", patch, "--before", tree()]);
  expect(stdout).toContain("change.patch changes arch/x86/kernel/nmi.c of linux:");
  expect(stdout).toContain(
    [
      "The shortest behaviour that tells the two apart, played on both:",
      "  NMI 1 at ip 1, 1 event of handler 0 and 1 event of handler 1: before: claimed 1,1 handled; after: claimed 1,0 handled",
    ].join("\n"),
  );
  expect(stdout).toMatch(/^ {2}NoStranded on ideal: holds → violated in \d+ {2}\(it held\)$/m);
  expect(stdout).toMatch(
    /^The change alters what the kernel does\. It violates NoStranded \(ideal, /m,
  );
  expect(exitCode).toBe(1);

  const again = await run(["review", patch, "--before", tree(), "--json"]);
  const document = reviewSchema.parse(JSON.parse(again.stdout));
  expect(document.difference).toMatchObject({
    kind: "nmis",
    nmis: [{ after: "claimed 1,0 handled" }],
  });
});

test("a patch that only moves code, at an offset, among files of no engine", async () => {
  const patch = await patchTo(changed("bool b2b = false;", "bool b2b;\n\n\tb2b = false;"));
  const mail = [
    "From 0123 Mon Sep 17 00:00:00 2001",
    "Subject: [PATCH] x86/nmi: move",
    "---",
    "--- a/MAINTAINERS",
    "+++ b/MAINTAINERS",
    "@@ -1 +1 @@",
    "-x",
    "+y",
    await readFile(patch, "utf8"),
    "-- ",
    "2.39",
  ].join("\n");
  await writeFile(patch, mail);
  await writeFile(join(folder, "base", treeFiles.nmiC), `/* Three lines more. */\n\n\n${nmiC}`);
  const { stdout, exitCode } = await run(["review", patch, "--before", tree()]);
  await writeFile(join(folder, "base", treeFiles.nmiC), nmiC);
  expect(stdout).toMatch(/^ {2}Hunk #1 succeeded at \d+ \(offset 3 lines\)\.$/m);
  expect(stdout).toContain("  MAINTAINERS is no part of the engine\n");
  expect(stdout).toContain("No behaviour tells the two apart: they are the same policy.");
  expect(exitCode).toBe(0);
});

describe("a patch that cannot be reviewed", () => {
  const told = async (): Promise<readonly [string, number | undefined]> => {
    const args = ["review", join(folder, "change.patch"), "--before", tree()];
    const { stderr, exitCode } = await run(args);
    return [stderr.replaceAll(folder, "FOLDER"), exitCode];
  };

  test("it does not apply", async () => {
    const other = changed("bool b2b = false;", "bool back_to_back = false;");
    await patchTo(other.replace("back_to_back = false", "back_to_back = true"), other);
    const [text, exitCode] = await told();
    expect(text).toMatch(
      /^error\[review\/does-not-apply\]: `FOLDER\/change\.patch` does not apply to the tree:\n {2}Hunk #1 FAILED at \d+\.\n/,
    );
    expect(exitCode).toBe(2);
  });

  test("it is applied already", async () => {
    await patchTo(nmiC, changed("bool b2b = false;", "bool b2b = true;"));
    const [text, exitCode] = await told();
    expect(text).toMatch(
      /^error\[review\/does-not-apply\]: [^\n]*\n {2}Reversed \(or previously applied\)/,
    );
    expect(exitCode).toBe(2);
  });

  test("it does not compile: gcc says why", async () => {
    await patchTo(changed("bool b2b = false;", "bool b2b = maybe;"));
    const [text, exitCode] = await told();
    expect(text).toMatch(/^error\[linux\/compile\]: /);
    expect(text).toMatch(/arch\/x86\/kernel\/nmi\.c:\d+:\d+: error: .maybe. undeclared/);
    expect(exitCode).toBe(2);
  });

  test.each([
    ["another file", "--- a/x.c\n+++ b/x.c\n@@ -1 +1 @@\n-a\n+b\n", "review/other-files"],
    ["no diff", "hello\n", "review/no-patch"],
    [
      "a binary file",
      `Binary files a/${treeFiles.nmiC} and b/${treeFiles.nmiC} differ\n`,
      "review/binary",
    ],
  ])("it is of %s", async (_, text, code) => {
    await writeFile(join(folder, "change.patch"), text);
    const [message, exitCode] = await told();
    expect(message.startsWith(`error[${code}]: `)).toBe(true);
    expect(exitCode).toBe(2);
  });
});

/** What the change of a mutant does. */
async function reviewed(name: string): Promise<Review> {
  const mutant = mutants.find((one) => one.name === name);
  if (mutant === undefined) throw new Error(`there is no mutant ${name}`);
  const after = join(folder, "mutant");
  await cp(join(folder, "base"), after, { recursive: true });
  const file = join(after, treeFiles.nmiC);
  await writeFile(file, applyEdits(file, nmiC, [mutant.edit]));
  return review({
    before: readSource("linux:6.12"),
    after: readSource(`linux:${after}`),
    nmicheck: "0.0.0",
  });
}

test.each(
  slice(
    mutants.map(({ name, equivalent }) => [name, equivalent] as const),
    5,
  ),
)("the change of the mutant %s is seen, or proven to be none", async (name, equivalent) => {
  const { after, difference } = await reviewed(name);
  if (equivalent !== undefined) {
    expect(after.kind).toBe("learned");
    expect(difference).toBeNull();
    return;
  }
  const breaks = after.kind === "no policy" && after.fault.code.startsWith("engine/");
  expect(difference !== null || breaks).toBe(true);
});
