import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { whole } from "../slice.js";
import { recording } from "./loaded-modules.js";
import { nmicheck } from "./nmicheck.js";

const policy = await readFile(join(packageRoot, "test", "api", "policies", "once.ts"), "utf8");
const good = policy.replace("../../../spec/policy.js", "nmicheck/policy");

let folder: string;
let file: string;
let child: ChildProcess | undefined;
let shown: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-watch-"));
  file = join(folder, "once.ts");
  shown = "";
  await writeFile(file, good);
});
afterEach(async () => {
  child?.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

/** Starts a watch of the policy file on the ideal platform. */
function watch(...args: readonly string[]): ChildProcess {
  return watchIn({}, ...args);
}

function watchIn(env: Readonly<Record<string, string>>, ...args: readonly string[]): ChildProcess {
  child = spawn(
    process.execPath,
    [
      join(packageRoot, "dist", "cli.js"),
      ...["check", "--watch", "--policy", "once.ts", "--platform", "ideal", ...args],
    ],
    {
      cwd: folder,
      env: { PATH: process.env.PATH ?? "", HOME: folder, TMPDIR: folder, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    shown += text;
  });
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    shown += text;
  });
  return child;
}

/** What is shown from now on, up to and with `text`. */
async function next(text: string): Promise<string> {
  const deadline = Date.now() + 40_000;
  while (!shown.includes(text)) {
    if (Date.now() > deadline) throw new Error(`\`${text}\` is not shown, but:\n${shown}`);
    await sleep(20);
  }
  const end = shown.indexOf(text) + text.length;
  const until = shown.slice(0, end);
  shown = shown.slice(end);
  return until;
}

const END_OF_ROUND = "Ctrl-C ends.";

whole("answers each save, marks what changed, and keeps the last counterexample", async () => {
  watch("--property", "NoFalseSwallow");
  const first = await next(END_OF_ROUND);
  expect(first).toContain("violated in 14");
  expect(first).toContain("property  NoFalseSwallow: no NMI that carries an unknown edge is");
  expect(first).not.toContain("→");

  // As an editor saves that replaces the file.
  await writeFile(`${file}~`, good.replace("seen.handled > 1 ?", "seen.handled > 0 ?"));
  await rename(`${file}~`, file);
  const shorter = await next(END_OF_ROUND);
  expect(shorter).toContain(
    "* NoFalseSwallow under once on ideal: violated in 14 → violated in 13",
  );
  // The lines that were not in the counterexample before have a mark.
  expect(shorter).toMatch(/^\+ length {4}13 states, 12 events, 2 NMIs$/m);
  expect(shorter).toMatch(/^ {2}policy {4}once \(not built in\)$/m);

  await writeFile(file, good.replace('? "swallow" :', '? "report" :'));
  const fixed = await next(END_OF_ROUND);
  expect(fixed).toContain("* NoFalseSwallow under once on ideal: violated in 13 → holds");
  expect(fixed).toContain(
    "The last counterexample, which is none any more (NoFalseSwallow under once on ideal):",
  );
  expect(fixed).toContain("length    13 states, 12 events, 2 NMIs");
});

whole("survives a syntax error, a file that is gone, and one that it imports", async () => {
  watch("--property", "NoSpurious");
  expect(await next(END_OF_ROUND)).toContain("holds");

  await writeFile(file, good.replace("initial: {", "initial: {{"));
  const broken = await next(END_OF_ROUND);
  expect(broken).toContain("error[L100]: TypeScript");
  expect(broken).toContain("once.ts:5:");
  expect(broken).toMatch(/Before that:\n\npolicy +platform +NoSpurious/);

  await rm(file);
  expect(await next(END_OF_ROUND)).toContain("error[policy/not-found]");

  await writeFile(join(folder, "limit.ts"), "export const limit = 2;\n");
  await writeFile(
    file,
    good
      .replace("import", 'import { limit } from "./limit.js";\nimport')
      .replace("seen.handled > 1 ?", "seen.handled === limit ?"),
  );
  expect(await next(END_OF_ROUND)).toContain("No verdict has changed.");

  await writeFile(join(folder, "limit.ts"), "export const limit = 0;\n");
  expect(await next(END_OF_ROUND)).toContain(
    "* NoSpurious under once on ideal: holds → violated in 13",
  );
});

whole("answers from what was compiled before, until a save changes it", async () => {
  const hooks = join(folder, "hooks");
  await mkdir(hooks);
  const { env, loaded } = await recording(hooks);
  const question = ["--policy", "once.ts", "--platform", "ideal", "--property", "NoFalseSwallow"];
  await nmicheck(["check", ...question, "--checker", "explorer"], { HOME: folder }, folder);
  watchIn(env, "--property", "NoFalseSwallow");
  expect(await next(END_OF_ROUND)).toContain("violated in 14");
  expect((await loaded()).packages).not.toContain("ts-morph");

  await writeFile(file, good);
  expect(await next(END_OF_ROUND)).toContain("No verdict has changed.");
  expect((await loaded()).packages).not.toContain("ts-morph");

  await writeFile(file, good.replace("seen.handled > 1 ?", "seen.handled > 0 ?"));
  expect(await next(END_OF_ROUND)).toContain("violated in 14 → violated in 13");
  expect((await loaded()).packages).toContain("ts-morph");

  // What was compiled for the watch is what the next command answers from.
  const after = await mkdtemp(join(folder, "after-"));
  const second = await recording(after);
  const checked = await nmicheck(
    ["check", ...question, "--checker", "explorer"],
    { HOME: folder, ...second.env },
    folder,
  );
  expect(checked.stdout).toContain("violated in 13");
  expect((await second.loaded()).packages).not.toContain("ts-morph");
});

test("prints one document a line, and ends clean on Ctrl-C", async () => {
  const running = watch("--json", "--property", "NoMasked");
  const line = await next("\n");
  expect(JSON.parse(line)).toMatchObject({
    schema: "nmicheck.check/1",
    checker: { name: "explorer" },
    results: [{ property: "NoMasked", verdict: "violated", trace: { length: 8 } }],
  });
  running.kill("SIGINT");
  expect(await once(running, "exit")).toEqual([0, null]);
  expect(shown).toBe("");
  expect((await readdir(folder)).filter((name) => name.startsWith("nmicheck"))).toEqual([]);
});

test("what cannot be watched", async () => {
  const builtIn = await nmicheck(["check", "--watch", "--policy", "mainline"]);
  expect(builtIn).toMatchObject({
    exitCode: 2,
    stderr:
      "error[watch/no-file]: there is nothing to watch: a built-in policy does not change.\n  → name a policy file: `--policy once.ts --watch`.",
  });
  const byTlc = await nmicheck(["check", "--watch", "--policy", "x.ts", "--checker", "tlc"]);
  expect(byTlc).toMatchObject({
    exitCode: 2,
    stderr:
      "error[watch/tlc]: `--watch` asks the embedded explorer; TLC is too slow to answer every save.\n  → leave `--checker tlc` out, and let `check` or `gate` ask TLC in the end.",
  });
});
