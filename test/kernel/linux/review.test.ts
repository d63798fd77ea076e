import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
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
import { slice, whole, wholly } from "../../slice.js";
import { linkParts } from "./engines-folder.js";

let folder: string;
let nmiC: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-review-"));
  const tree = await provisionTree("6.12");
  await cp(tree.folder, join(folder, "a"), { recursive: true });
  await cp(tree.folder, join(folder, "b"), { recursive: true });
  nmiC = await readFile(join(folder, "a", treeFiles.nmiC), "utf8");
  const engines = join(folder, "cache", "nmicheck", "linux", "engines");
  await mkdir(engines, { recursive: true });
  await linkParts(engines);
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

/** On the default machine `../readme.test.ts` reviews this patch. */
const SMALL = ["--chain", "1,1", "--ips", "1"];

test("a patch that loses events: the behaviour, the verdicts and the exit code say so", async () => {
  const patch = await patchTo(changed(...STOPS));
  const args = ["review", patch, "--before", tree(), ...SMALL];
  const { stdout, exitCode } = await run(args);
  expect(stdout).toContain("change.patch changes arch/x86/kernel/nmi.c of linux:");
  expect(stdout).toContain(
    [
      "The shortest behaviour that tells the two apart, played on both:",
      "  raise(0, 0) raise(1, 0) deliver",
      "  NMI 1 at ip 1, 1 event of handler 0 and 1 event of handler 1: before: claimed 1,1 handled; after: claimed 1,0 handled",
    ].join("\n"),
  );
  expect(stdout).toMatch(/^ {2}NoStranded on ideal: holds → violated in \d+ {2}\(it held\)$/m);
  expect(stdout).toMatch(
    /^ {2}new: NoStranded on ideal, sticky, shadow, sticky\+shadow: the edges of two handlers' events folded /m,
  );
  expect(stdout).toMatch(
    /^The change alters what the kernel does\. It violates NoStranded \(ideal, /m,
  );
  expect(exitCode).toBe(1);

  const again = await run([...args, "--json"]);
  const document = reviewSchema.parse(JSON.parse(again.stdout));
  expect(document.difference).toMatchObject({
    kind: "nmis",
    nmis: [{ after: "claimed 1,0 handled" }],
  });
});

whole("a patch that only moves code, at an offset, among files of no engine", async () => {
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

const FLAG = "static DEFINE_PER_CPU(bool, swallow_nmi);";
const ARMS = "\t\tif (handled > 1)\n\t\t\t__this_cpu_write(swallow_nmi, true);";

whole(
  "a new cause of what was violated before: exit code 1, and annotations on the patch's lines",
  async () => {
    const patch = await patchTo(changed("handled > 1", "handled > 0"));
    const { stdout, exitCode } = await run(["review", patch, "--before", tree()]);
    expect(stdout).toMatch(
      /^ {2}new: NoFalseSwallow on ideal, .*: swallow_nmi was set by an NMI that claimed one event of its own; no other NMI was due\n {4}.*raise\(0, 0\).*$/m,
    );
    expect(stdout).not.toContain("(it held)");
    expect(stdout).toMatch(
      /^The change alters what the kernel does\. NoFalseSwallow \(ideal, .*\) is violated from a cause that was not there before: swallow_nmi was set by an NMI that claimed one event of its own; no other NMI was due\./m,
    );
    expect(exitCode).toBe(1);

    const shown = await run(["review", patch, "--before", tree(), "--format", "github"]);
    const line = nmiC.split("\n").findIndex((text) => text.includes("handled > 1")) + 1;
    const commands = shown.stdout.split("\n");
    expect(commands[0]).toMatch(
      new RegExp(
        `^::error file=arch/x86/kernel/nmi\\.c,line=${line},endLine=${line},title=nmicheck%3A NoFalseSwallow on .*%3A a new cause::swallow_nmi was set by`,
      ),
    );
    expect(commands.at(-1)).toMatch(/^::notice file=arch\/x86\/kernel\/nmi\.c,line=/);
    expect(shown.exitCode).toBe(1);
  },
);

whole("a mailbox: its patches are applied one after the other", async () => {
  const first = changed("bool b2b = false;", "bool b2b = false; /* one */");
  const one = await readFile(await patchTo(first), "utf8");
  const second = first.replace("/* one */", "/* two */");
  const two = await readFile(await patchTo(second, first), "utf8");
  const quoted = two.replaceAll("=", "=3D");
  const mailbox = [
    ...[
      "From 0123 Mon Sep 17 00:00:00 2001",
      "Subject: [PATCH 1/2] one",
      "",
      one,
      "-- ",
      "2.39",
      "",
    ],
    ...["From 4567 Mon Sep 17 00:00:00 2001", "Subject: [PATCH 2/2] two"],
    ...["Content-Transfer-Encoding: quoted-printable", "", quoted, "-- ", "2.39"],
  ].join("\n");
  const patch = join(folder, "series.mbox");
  await writeFile(patch, mailbox);
  const { stdout, stderr, exitCode } = await run(["review", patch, "--before", tree()]);
  expect(stderr).toBe("");
  expect(stdout).toContain("No behaviour tells the two apart: they are the same policy.");
  expect(exitCode).toBe(0);
});

whole("a flag for all CPUs: the same policy on one CPU, and none on two", async () => {
  const patch = await patchTo(
    changed(FLAG, "static bool swallow_nmi;").replaceAll(
      /__this_cpu_(read|write)\(swallow_nmi(?:, (\w+))?\)/g,
      (_, op, value) => (op === "read" ? "swallow_nmi" : `(swallow_nmi = ${value})`),
    ),
  );
  const alone = await run(["review", patch, "--before", tree()]);
  expect(alone.stdout).toContain("No behaviour tells the two apart: they are the same policy.");
  expect(alone.exitCode).toBe(0);
  const machine = ["--axis", "cpus=2", "--chain", "2", "--ips", "1"];
  const { stdout, exitCode } = await run(["review", patch, "--before", tree(), ...machine]);
  expect(stdout).toMatch(
    /^On 2 CPUs \(unknown edges to boot, shared source none\) the code after the change is not that policy on each of them/m,
  );
  expect(stdout).toMatch(
    /^On one CPU the change does not alter what the kernel does; on several, /m,
  );
  expect(exitCode).toBe(1);
});

whole("what the shim lacks is named, and declared in a header of stubs", async () => {
  const patch = await patchTo(changed("bool b2b = false;", "bool b2b = nmi_of_tomorrow();"));
  const args = ["review", patch, "--before", tree()];
  const missing = await run(args);
  expect(missing.stderr).toMatch(
    /\n {2}→ if other kernel files have it, declare nmi_of_tomorrow in a header of stubs: `--shim FILE` of /,
  );
  expect(missing.exitCode).toBe(2);
  const stubs = join(folder, "stubs.h");
  await writeFile(stubs, "#define nmi_of_tomorrow() false\n");
  const { stdout, exitCode } = await run([...args, "--shim", stubs]);
  expect(stdout).toContain("No behaviour tells the two apart: they are the same policy.");
  expect(exitCode).toBe(0);
});

describe("code after the change that is no policy, or breaks", () => {
  const broken = [
    ["hangs", [[ARMS, "\t\twhile (handled > 1)\n\t\t\tbarrier();"]], "an endless loop"],
    ["crashes", [[ARMS, "\t\tif (handled > 1)\n\t\t\t*(volatile int *)0 = 1;"]], "SIGSEGV"],
    ["panics", [[ARMS, '\t\tif (handled > 1)\n\t\t\tpanic("too many");']], "nmi.c: too many"],
    [
      "grows without bound",
      [
        [FLAG, `${FLAG}\nstatic DEFINE_PER_CPU(int, to_swallow);`],
        ["__this_cpu_write(swallow_nmi, false);", ";"],
        [ARMS, "\t\tif (handled > 1)\n\t\t\t__this_cpu_add(to_swallow, 1);"],
        ["if (b2b && __this_cpu_read(swallow_nmi))", "if (__this_cpu_dec_return(to_swallow) >= 0)"],
        [
          "unknown_nmi_error(reason, regs);",
          "__this_cpu_write(to_swallow, 0), unknown_nmi_error(reason, regs);",
        ],
      ],
      "it may count without bound",
    ],
  ] as const;
  // What breaks so `learn.test.ts` sees too, and sooner.
  test.each(slice(broken, 4))("it %s", async (_, edits, why) => {
    const text = edits.reduce((before, [find, put]) => {
      expect(before.split(find), find).toHaveLength(2);
      return before.replace(find, put);
    }, nmiC);
    const patch = await patchTo(text);
    const { stdout, exitCode } = await run(["review", patch, "--before", tree(), "--chain", "2"]);
    expect(stdout).toMatch(/^after: {2}no policy: /m);
    expect(stdout).toContain(why);
    expect(exitCode).toBe(1);
  });
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
    const patch = join(folder, "change.patch");
    const shown = await run(["review", patch, "--before", tree(), "--format", "github"]);
    expect(shown.stdout).toMatch(
      /^::error file=arch\/x86\/kernel\/nmi\.c,line=\d+,col=\d+,title=[^\n]*::.maybe. undeclared[^\n]*$/,
    );
    expect(shown.exitCode).toBe(2);
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

test("36 mutants of nmi.c, three of which make no difference", () => {
  expect(mutants).toHaveLength(36);
  expect(mutants.filter(({ equivalent }) => equivalent !== undefined)).toHaveLength(3);
});

// The slice reviews patches above, and `mutants.test.ts` sees what mutants do.
test.each(wholly(mutants.map(({ name, equivalent }) => [name, equivalent] as const)))(
  "the change of the mutant %s is seen, or proven to be none",
  async (name, equivalent) => {
    const { after, difference } = await reviewed(name);
    if (equivalent !== undefined) {
      expect(after.kind).toBe("learned");
      expect(difference).toBeNull();
      return;
    }
    const breaks = after.kind === "no policy" && after.diagnostic.code.startsWith("engine/");
    expect(difference !== null || breaks).toBe(true);
  },
);
