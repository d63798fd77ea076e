import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { whole } from "../slice.js";
import { nmicheck } from "./nmicheck.js";
import { nmicheckServed } from "./nmicheck-served.js";

let folder: string;
let traces: string;
/** What `check` has answered that wrote the traces. */
let checked: string;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-replay-"));
  traces = join(folder, "traces");
  env = { XDG_CACHE_HOME: join(folder, "cache"), HOME: folder };
  checked = (await nmicheck(["check", "--checker", "explorer", "--out", traces], env)).stdout;
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const falseSwallow = "mainline-ideal-chain-2-1-rips-2-NoFalseSwallow.trace.json";

test("`check` says of every violated row that it was replayed", () => {
  const rows = checked.split("\n").filter((line) => line.includes("violated in"));
  expect(rows).toHaveLength(12);
  for (const row of rows) expect(row).toMatch(/replayed on reference$/);
});

describe("every counterexample of the scorecard", () => {
  test.each([
    ["the reference engine", []],
    ["the model", ["--engine", "model"]],
    ["the example in Python", ["--engine-command", "python3 examples/python-engine/engine.py"]],
  ])("plays on %s", async (_name, engine) => {
    const { exitCode, stdout } = await nmicheckServed(["replay", traces, ...engine], env);
    expect(stdout).toMatch(/\n34 traces: 34 agrees\.\n?$/);
    expect(exitCode).toBe(0);
  });
});

test("one trace is shown NMI by NMI, and ends with a sentence of the kernel", async () => {
  const { exitCode, stdout } = await nmicheckServed(["replay", join(traces, falseSwallow)], env);
  expect(stdout.split("\n").slice(0, 6)).toEqual([
    "NMI 1  ip 1, not back-to-back",
    "  model   claimed [2,0], handled",
    "= engine  claimed [2,0], handled; swallow_nmi true, last_nmi_rip 1",
    "NMI 2  ip 1, back-to-back",
    "  model   claimed [0,0], swallowed",
    "= engine  claimed [0,0], swallowed; swallow_nmi true, last_nmi_rip 1",
  ]);
  expect(stdout).toContain(
    "unknown NMI at NMI 2 was swallowed: swallow_nmi was set at NMI 1 by 2 events, ip unchanged.",
  );
  expect(exitCode).toBe(0);
});

describe("a trace that says something else than happens is played, and what differs is shown", () => {
  test("one outcome changed", async () => {
    const changed = join(folder, "changed.trace.json");
    const text = await readFile(join(traces, falseSwallow), "utf8");
    await writeFile(changed, text.replace('"outcome":"swallowed"', '"outcome":"unknown"'));
    const { exitCode, stdout, stderr } = await nmicheckServed(["replay", changed], env);
    expect(stdout).toContain("first difference at NMI 2 (event 13):");
    expect(stdout).toMatch(/^ {2}≠ outcome +unknown +swallowed$/m);
    expect(stdout).toMatch(
      /\nthe trace is not what the typed model does:\nerror\[trace\/wrong-observation\]: NMI 2 does not show what the trace says of it: outcome is "unknown" instead of "swallowed"\.\n.*changed\.trace\.json:22:\d+\n/,
    );
    expect(stderr).toBe("");
    expect(exitCode).toBe(1);
  });

  test("a state changed that no engine tells of", async () => {
    const changed = join(folder, "latch.trace.json");
    const text = await readFile(join(traces, falseSwallow), "utf8");
    const carries = '"latchCarriesUnknown":true';
    await writeFile(changed, text.replace(carries, carries.replace("true", "false")));
    const { exitCode, stdout } = await nmicheckServed(["replay", changed, "--json"], env);
    expect(JSON.parse(stdout)).toMatchObject({
      results: [
        {
          verdict: "diverges",
          nmis: 2,
          detail: expect.stringMatching(
            /^the trace is not what the typed model does:\nerror\[trace\/wrong-state\]: event 4, external, leads to another state in the model: latchCarriesUnknown is false instead of true\.\n/,
          ),
        },
      ],
    });
    expect(exitCode).toBe(1);
  });

  test("but an event that is not possible is refused", async () => {
    const changed = join(folder, "impossible.trace.json");
    const text = await readFile(join(traces, falseSwallow), "utf8");
    await writeFile(changed, text.replace('"handler":0,"slot":1', '"handler":0,"slot":0'));
    const { exitCode, stderr } = await nmicheckServed(["replay", changed], env);
    expect(stderr).toMatch(
      /^error\[trace\/impossible-event\]: event 2, raise\(0, 0\), is not possible there: the slot is active already, and the platform is not sticky\.\n/,
    );
    expect(exitCode).toBe(2);
  });
});

test("an engine that lies about one outcome diverges, with both sides shown", async () => {
  const lying = join(folder, "lying.py");
  const source = await readFile("examples/python-engine/engine.py", "utf8");
  expect(source).toContain('"swallowed"');
  await writeFile(lying, source.replaceAll('"swallowed"', '"unknown"'));
  const { exitCode, stdout } = await nmicheckServed(
    ["replay", join(traces, falseSwallow), "--engine-command", `python3 ${lying}`],
    env,
  );
  expect(stdout).toContain("first difference at NMI 2");
  expect(stdout).toMatch(/≠ outcome +swallowed +unknown/);
  expect(exitCode).toBe(1);
});

whole(
  "an unknown engine, a folder without traces and a missing file are the user's mistakes",
  async () => {
    const unknown = await nmicheck(["replay", join(traces, falseSwallow), "--engine", "linx"], env);
    expect(unknown.stdout + unknown.stderr).toContain("there is no engine `linx`");
    expect(unknown.exitCode).toBe(2);
    const none = await nmicheck(["replay", join(folder, "cache")], env);
    expect(none.stderr).toContain("error[replay/no-traces]");
    expect(none.exitCode).toBe(2);
    const missing = await nmicheck(["replay", join(folder, "nowhere.json")], env);
    expect(missing.stderr).toContain("error[trace/no-file]");
    expect(missing.exitCode).toBe(2);
    expect(await readdir(traces)).toHaveLength(68);
  },
);

whole("what keeps an engine from starting is told once, and in JSON of each trace", async () => {
  const noTree = ["replay", traces, "--engine", `linux:${folder}`];
  const { exitCode, stdout, stderr } = await nmicheck(noTree, env);
  expect(stderr.match(/error\[linux\/no-tree\]/g)).toHaveLength(1);
  expect(stdout).toBe("34 traces: 34 failed.");
  expect(exitCode).toBe(2);
  const { results } = JSON.parse((await nmicheck([...noTree, "--json"], env)).stdout);
  expect(results).toHaveLength(34);
  expect(results[33]).toMatchObject({
    verdict: "failed",
    detail: `${folder} is not a Linux source tree: it has no arch/x86/kernel/nmi.c.`,
  });
});
