import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { gateProgressJsonSchema } from "../../src/cli/gate-progress-document.js";
import {
  PROGRESS_SCHEMA,
  type ProgressDocument,
  progressJsonSchema,
  progressSchema,
} from "../../src/cli/progress-document.js";
import { slice, whole } from "../slice.js";
import { provisioned } from "../tlc/provisioned.js";
import { nmicheck } from "./nmicheck.js";

let folder: string;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  const { jar } = await provisioned();
  folder = await mkdtemp(join(tmpdir(), "nmicheck-progress-"));
  env = { TLA2TOOLS_JAR: jar.path, XDG_CACHE_HOME: folder, TMPDIR: folder };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A question that takes a checker longer than any test waits. */
const long = [
  ...["check", "--policy", "mainline", "--platform", "ideal", "--property", "NoSpurious"],
  ...["--chain", "3,3,3,3,3", "--ips", "4"],
];

/** The lines of progress in what a command has written on stderr, each of the published form. */
function linesIn(stderr: string): readonly ProgressDocument[] {
  return stderr
    .split("\n")
    .filter((line) => line.includes(PROGRESS_SCHEMA))
    .map((line) => progressSchema.parse(JSON.parse(line)));
}

test.each([
  ["nmicheck.progress-1", progressJsonSchema],
  ["nmicheck.gate-progress-1", gateProgressJsonSchema],
])("the published schema %s is that of the code", async (name, text) => {
  const published = join(packageRoot, "schemas", `${name}.schema.json`);
  expect(await readFile(published, "utf8")).toBe(text());
});

describe("with --json a long command tells once a second on stderr how far it has come", () => {
  test("the explorer", async () => {
    const { stdout, stderr } = await nmicheck([
      ...long,
      ...["--json", "--checker", "explorer", "--timeout", "3"],
    ]);
    expect(JSON.parse(stdout).results[0].bound).toBe("3 seconds");
    const lines = linesIn(stderr);
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.length).toBeLessThanOrEqual(3);
    for (const line of lines) {
      expect(line).toMatchObject({
        policy: "mainline",
        platform: { name: "ideal", chain: [3, 3, 3, 3, 3], rips: 4 },
        bytes: expect.any(Number),
        estimate: { restsOn: "queue", atLeastSeconds: expect.any(Number) },
      });
      expect(line).not.toHaveProperty("residentBytes");
    }
  });

  whole("TLC, with the memory of its Java", async () => {
    const line = await firstLine(
      [...long, "--json", "--checker", "tlc", "--workers", "1"],
      (one) => "policy" in one,
    );
    expect(line).toMatchObject({ policy: "mainline", residentBytes: expect.any(Number) });
    // A Java that explores has more than this.
    expect(line?.residentBytes).toBeGreaterThan(50 * 2 ** 20);
    expect(line).not.toHaveProperty("bytes");
  });

  test.each(
    slice(
      [
        ["atlas", "machines", ["atlas", "--json", "--no-cache"]],
        ["axes", "machines", ["axes", "--json"]],
        ["conform", "configurations", ["conform", "--json"]],
        ["mutate", "mutants", ["mutate", "--policy", "mainline", "--json", "--no-cache"]],
        ["limits", "questions", ["limits", "--chain", "2,2", "--ips", "3", "--json", "--no-cache"]],
        [
          "find",
          "prefixes of runs",
          ["find", "NoFalseSwallow", "--chain", "3,3", "--ips", "2", "--json", "--no-cache"],
        ],
      ] as const,
      6,
    ),
  )("%s", async (command, unit, args) => {
    const line = await firstLine(
      args,
      (one) => "unit" in one && one.command === command && one.unit === unit && one.done > 0,
    );
    expect(line).toMatchObject({
      residentBytes: expect.any(Number),
      seconds: expect.any(Number),
    });
    if (line === undefined || !("done" in line)) throw new TypeError("a line about work");
    expect(line.done).toBeGreaterThan(0);
    expect("estimate" in line).toBe(line.all !== null);
  });
});

/** The first line of progress of a command that is wanted; then the command is ended. */
async function firstLine(
  args: readonly string[],
  isWanted: (line: ProgressDocument) => boolean,
): Promise<ProgressDocument | undefined> {
  const child = spawn(process.execPath, [join(packageRoot, "dist", "cli.js"), ...args], {
    cwd: packageRoot,
    env: { PATH: process.env.PATH ?? "", ...env },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const ended = once(child, "exit");
  let text = "";
  let found: ProgressDocument | undefined;
  for await (const chunk of child.stderr) {
    text += String(chunk);
    found = linesIn(text.slice(0, text.lastIndexOf("\n") + 1)).find(isWanted);
    if (found !== undefined) break;
  }
  child.kill("SIGKILL");
  await ended;
  return found;
}

describe("on a terminal one line tells how far it has come", () => {
  const EXPLORED =
    /mainline on ideal: [\d,]+ states, [\d,]+ states\/s, depth \d+, queue [\d,]+, ([\d,]+) MiB, at least \d+ s for the queue/;

  /** Starts a command on a terminal of its own; what is typed there is its standard input. */
  function onTerminal(args: readonly string[], stdin: "ignore" | "pipe") {
    const words = [process.execPath, join(packageRoot, "dist", "cli.js"), ...args];
    // A new terminal has no size, and then nothing is drawn on it.
    const command = `stty cols 160 rows 24; exec ${words.join(" ")}`;
    return execa("script", ["-qec", command, "/dev/null"], {
      cwd: packageRoot,
      env: { PATH: process.env.PATH ?? "", TERM: "xterm", ...env },
      extendEnv: false,
      reject: false,
      stdin,
    });
  }

  async function shown(args: readonly string[]): Promise<string> {
    return (await onTerminal(args, "ignore")).stdout ?? "";
  }

  /** What is shown up to what matches `expected`; then Ctrl-C ends the command. */
  async function shownUntil(expected: RegExp, args: readonly string[]): Promise<string> {
    const command = onTerminal(args, "pipe");
    let text = "";
    for await (const chunk of command.stdout ?? []) {
      text += String(chunk);
      if (expected.test(text)) command.stdin?.write("\u0003");
    }
    await command;
    return text;
  }

  test("a search that computes without a pause is ended by Ctrl-C all the same", async () => {
    const args = ["find", "NoFalseSwallow", "--chain", "2,2", "--ips", "4", "--no-cache"];
    const search = onTerminal(args, "pipe");
    let typed = Number.NaN;
    for await (const chunk of search.stdout ?? []) {
      if (!Number.isNaN(typed) || !String(chunk).includes("find: ")) continue;
      typed = performance.now();
      search.stdin?.write("\u0003");
    }
    // By SIGINT, as a shell tells it.
    expect((await search).exitCode).toBe(130);
    // The rest of the search takes longer.
    expect(performance.now() - typed).toBeLessThan(3_000);
  });

  test("the explorer: states, rate, depth, queue, memory, and what the queue takes", async () => {
    const args = [...long, "--checker", "explorer", "--timeout", "40"];
    expect(await shownUntil(EXPLORED, args)).toMatch(EXPLORED);
  });

  whole("TLC: the same with the memory of its Java", async () => {
    const args = [...long, "--checker", "tlc", "--workers", "1", "--timeout", "40"];
    const text = await shownUntil(EXPLORED, args);
    const [, mebibytes = ""] = EXPLORED.exec(text) ?? [];
    expect(Number(mebibytes.replaceAll(",", ""))).toBeGreaterThan(50);
  });

  whole("a scorecard by TLC: how many verdicts of how many, and those that are known", async () => {
    const text = await shown([
      ...["check", "--checker", "tlc", "--policy", "mainline", "--platform", "ideal"],
    ]);
    expect(text).toMatch(/check: 0 of 4 verdicts, \d+ s, [\d,]+ MiB/);
    expect(text).toMatch(/check: [123] of 4 verdicts, \d+ s, [\d,]+ MiB, about \d+ s left/);
    // The table that is not whole yet has one property less, or more, than the last.
    const heads = text.match(/policy +platform +\w[^\r\n]*/g) ?? [];
    expect(heads.length).toBeGreaterThan(1);
    expect(heads[0]).not.toContain("certified");
    expect(heads.at(-1)).toMatch(/NoFalseSwallow +NoSpurious +NoMasked +NoStranded +states +cert/);
  });

  test("a campaign of which no part is done yet: how many there are", async () => {
    // An engine that says nothing for a while, and ends.
    const text = await shown(["conform", "--engine-command", "'sleep 2.5'"]);
    expect(text).toMatch(/conform: 0 of \d+ configurations, \d+ s/);
  });

  whole("work of which all parts are known: how much is done, and what the pace says", async () => {
    const pace = /mutate: \d+ of \d+ mutants, \d+ s, [\d,]+ MiB, about \d+ s left at this pace/;
    const args = [
      "mutate",
      "--policy",
      "none",
      "--platform",
      "ideal",
      "--chain",
      "1",
      "--no-cache",
    ];
    expect(await shownUntil(pace, args)).toMatch(pace);
  });
});
