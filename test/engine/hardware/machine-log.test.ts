import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nmicheck } from "../../cli/nmicheck.js";

let folder: string;
let env: Readonly<Record<string, string>>;
/** What the module is asked, and the beginning of its log. */
let asked: string;
let head: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-log-"));
  env = { XDG_CACHE_HOME: join(folder, "cache"), HOME: folder };
  const question = ["--platform", "ideal", "--property", "NoFalseSwallow"];
  await nmicheck(["module", "--out", join(folder, "module"), ...question], env);
  asked = (await readFile(join(folder, "module", "asked"), "utf8")).trimEnd();
  head = await readFile(join(folder, "module", "traces.log"), "utf8");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a kernel 6.12 has said in a booted guest, frame by frame. */
const READY = '{"ready":true,"release":"6.12.117+deb12-amd64","folds":true}';
const LATCH = '{"latch":{"depth":1,"cycles":2478}}';
const FIRST = '{"ip":0,"called":2,"claimed":[2,0],"unknown":0}';
const SECOND = '{"ip":0,"called":2,"claimed":[0,0],"unknown":0}';
const trace = (...nmis: readonly string[]) => `{"trace":1,"nmis":[${nmis.join(",")}],"uhhuh":0}`;

function frame(number: number, json: string): string {
  const crc = crc32(json).toString(16).padStart(8, "0");
  return `\n@nmicheck ${number} ${json.length} ${crc} ${json}\n`;
}

/** A log whose machine said this of the trace, in place of what it had said. */
function logWith(answer: string, end = "end\n"): string {
  const machine = "kernel Linux 6.12.117+deb12-amd64\ncpu QEMU Virtual CPU\n";
  return `${head}${machine}${frame(0, READY)}${frame(1, LATCH)}ask ${asked}\n${answer}${end}`;
}

async function judged(text: string, ...args: readonly string[]) {
  await writeFile(join(folder, "nmicheck.log"), text);
  return nmicheck(["replay", "--log", "nmicheck.log", ...args], env, folder);
}

describe("replay --log", () => {
  test("tells what the machine's latch does, and that its kernel did as the model", async () => {
    const { stdout, exitCode } = await judged(logWith(frame(2, trace(FIRST, SECOND))));
    expect(stdout).toMatch(
      /^Linux 6\.12\.117\+deb12-amd64, QEMU Virtual CPU\n {2}latch {3}keeps 1 NMI while one is in progress: the core's; edges that come one after the other outside of NMIs make one\n {2}delay {3}an NMI comes 2,478 cycles after its edge at the least;/,
    );
    expect(stdout).toContain("= engine  claimed [0,0], swallowed\n");
    expect(stdout).toContain(
      "agrees  nmicheck.log, trace 1 on Linux 6.12.117+deb12-amd64: 2 NMIs, outcomes compared.",
    );
    expect(exitCode).toBe(0);
  });

  test("names the axis of a latch that keeps two", async () => {
    const two = logWith(frame(2, trace(FIRST, SECOND))).replace(
      frame(1, LATCH),
      frame(1, LATCH.replace('"depth":1', '"depth":2')),
    );
    const { stdout } = await judged(two, "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      schema: "nmicheck.replay/1",
      machine: { latch: { depth: 2 }, axes: ["latch-depth=2"], ended: true },
      results: [{ verdict: "agrees" }],
    });
  });

  test("shows where a kernel did something else", async () => {
    const told = SECOND.replace('"unknown":0', '"unknown":1');
    const { stdout, exitCode } = await judged(logWith(frame(2, trace(FIRST, told))));
    expect(stdout).toContain("diverges  nmicheck.log, trace 1");
    expect(stdout).toContain("≠ engine  claimed [0,0], unknown\n");
    expect(exitCode).toBe(1);
  });

  test("an NMI that was lost", async () => {
    const { stdout, exitCode } = await judged(logWith(frame(2, trace(FIRST))));
    expect(stdout).toContain(
      "this trace could not be brought about on that machine: NMI 2 of the trace did not come.",
    );
    expect(exitCode).toBe(1);
  });

  test("a machine that did not come back, and one whose log ends before", async () => {
    const gone = await judged(logWith("", ""));
    expect(gone.stdout).toContain("  the log ends before the run did\n");
    expect(gone.stdout).toContain("on that machine: the machine did not come back from it.");
    expect(gone.exitCode).toBe(1);
    const before = await judged(logWith("", "").replace(`ask ${asked}\n`, ""));
    expect(before.stdout).toContain("on that machine: the log ends before it was played.");
  });

  test("what the module did not understand is no answer", async () => {
    const error = frame(2, '{"error":"a line was not understood","code":-74}');
    const { stdout } = await judged(logWith(error));
    expect(stdout).toContain("the module says: a line was not understood (-74).");
  });

  test("an answer to another line is none", async () => {
    const other = logWith(frame(2, trace(FIRST, SECOND))).replace(`ask ${asked}`, "ask 00000000");
    const { stdout, exitCode } = await judged(other);
    expect(stdout).toContain("on that machine: it was not asked for.");
    expect(exitCode).toBe(1);
  });

  test.each([
    [
      "one that is damaged",
      (log: string) => log.replace('[2,0],"unknown"', '[3,0],"unknown"'),
      "of the log is a frame that has lost something.",
    ],
    [
      "one that is missing",
      (log: string) => log.replace(frame(1, LATCH), ""),
      "has frame 2 where 1 was due.",
    ],
    [
      "one that says something else",
      (log: string) => log.replace(frame(1, LATCH), frame(1, '{"latch":2}')),
      "is a frame that holds something else than the module says.",
    ],
    [
      "one that nobody asked for",
      (log: string) => log.replace(`ask ${asked}\n`, ""),
      "answers what was not asked.",
    ],
    [
      "a line asked twice",
      (log: string) => log.replace(`ask ${asked}\n`, `ask ${asked}\nask ${asked}\n`),
      "asks what was asked before.",
    ],
    [
      "a line of something else",
      (log: string) => `${log}Uhhuh\n`,
      "is none that the module or its runner writes.",
    ],
  ])("refuses a log with %s", async (_name, change, message) => {
    const whole = logWith(frame(2, trace(FIRST, SECOND)));
    expect(change(whole)).not.toBe(whole);
    const { stderr, exitCode } = await judged(change(whole));
    expect(stderr).toContain("error[hardware/log-line]: line ");
    expect(stderr).toContain(message);
    expect(exitCode).toBe(2);
  });

  test("refuses what is no log, and one in which nothing was said", async () => {
    const none = await judged("[  1.0] Linux version 6.12\n");
    expect(none.stderr).toContain(
      'error[hardware/not-a-log]: nmicheck.log is no log of a module of nmicheck: it does not begin with "nmicheck.log/1".',
    );
    const empty = await judged(head);
    expect(empty.stderr).toContain("error[hardware/log-empty]: the log nmicheck.log ends before");
    expect([none.exitCode, empty.exitCode]).toEqual([2, 2]);
  });

  test("refuses a file that is not there, traces beside it, and an engine", async () => {
    const missing = await nmicheck(["replay", "--log", "none.log"], env, folder);
    expect(missing.stderr).toContain(
      "error[hardware/log-unreadable]: the log `none.log` cannot be read: no such file or directory.",
    );
    const both = await nmicheck(["replay", "traces", "--log", "none.log"], env, folder);
    expect(both.stderr).toContain("error[hardware/log-and-traces]");
    const engine = await nmicheck(
      ["replay", "--log", "none.log", "--engine", "model"],
      env,
      folder,
    );
    expect(engine.stderr).toContain("the log says what its machine did");
    const nothing = await nmicheck(["replay"], env, folder);
    expect(nothing.stderr).toContain("error[replay/no-traces]: no trace was named.");
  });
});
