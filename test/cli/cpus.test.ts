import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { whole, wholly } from "../slice.js";
import { provisioned } from "../tlc/provisioned.js";
import { nmicheck } from "./nmicheck.js";
import { nmicheckServed } from "./nmicheck-served.js";

const small = ["--platform", "ideal", "--chain", "1", "--ips", "1"];
const twoCpus = [...small, "--cpus", "2"];
const explorer = ["--checker", "explorer"];
const once = "test/api/policies/once.ts";

let folder: string;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-cpus-"));
  env = { XDG_CACHE_HOME: join(folder, "cache"), HOME: folder };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The verdicts that `check --json` prints, by property: `holds`, or the length of the counterexample. */
async function verdictsOf(question: readonly string[]): Promise<Readonly<Record<string, unknown>>> {
  const { stdout } = await nmicheckServed(["check", ...question, "--json"], env);
  const { results } = JSON.parse(stdout);
  return Object.fromEntries(
    results.map((one: { property: string; verdict: string; trace?: { length: number } }) => [
      one.property,
      one.trace?.length ?? one.verdict,
    ]),
  );
}

async function traceOf(question: readonly string[], property: string): Promise<string> {
  const out = await mkdtemp(join(folder, "traces-"));
  await nmicheckServed(["check", ...question, ...explorer, "--out", out], env);
  const name = (await readdir(out)).find((file) => file.endsWith(`${property}.trace.json`));
  if (name === undefined) throw new Error(`${property} holds`);
  return join(out, name);
}

describe("check --cpus 2", () => {
  test("with nested NMIs something is spurious that is not on one CPU without them", async () => {
    const question = ["--policy", "mainline", ...twoCpus, "--axis", "nesting=yes", ...explorer];
    expect(await verdictsOf(question)).toEqual({
      NoFalseSwallow: "holds",
      NoSpurious: 18,
      NoMasked: 6,
      NoStranded: "holds",
      NoHidden: "holds",
      NoForgottenSource: "holds",
      NoNeedlessPanic: "holds",
    });
  });

  test("TLC says the same as the explorer, of every property", async () => {
    const question = ["--policy", "mainline", ...twoCpus, "--axis", "shared-source=all"];
    const tlc = await provisioned();
    const { stdout, exitCode } = await nmicheck(
      ["check", ...question, "--checker", "tlc", "--json"],
      { ...env, TLA2TOOLS_JAR: tlc.jar.path },
    );
    const { results } = JSON.parse(stdout);
    expect(results).toHaveLength(7);
    expect(results.every(({ certified }: { certified: boolean }) => certified)).toBe(true);
    expect(
      results.flatMap((one: { property: string; verdict: string }) =>
        one.verdict === "violated" ? [one.property] : [],
      ),
    ).toEqual(["NoSpurious", "NoMasked"]);
    expect(exitCode).toBe(1);
  });

  whole("--cpus is short for --axis cpus=", async () => {
    const question = ["--policy", "none", ...small, "--property", "NoSpurious", ...explorer];
    const short = await verdictsOf([...question, "--cpus", "2"]);
    expect(await verdictsOf([...question, "--axis", "cpus=2"])).toEqual(short);
    const twice = await nmicheck(["check", ...question, "--cpus", "2", "--axis", "cpus=3"], env);
    expect(twice.stderr).toContain("error[configuration/option-twice]");
    expect(twice.exitCode).toBe(2);
  });

  whole("a policy file of the user's own runs on two CPUs", async () => {
    const question = ["--policy", once, ...twoCpus, "--property", "NoMasked"];
    const file = await traceOf(question, "NoMasked");
    const replay = await nmicheck(["replay", file, "--policy", once], env);
    expect(replay.stdout).toMatch(/^agrees .* on nmicheck-model 1: 1 NMI, /m);
    expect(replay.exitCode).toBe(0);
  });

  whole(
    "what must happen eventually is asked, and a cycle is shown by the CPU that waits",
    async () => {
      const shared = ["--axis", "shared-source=boot", "--axis", "shared-lock=skip"];
      const machine = [
        "--cpus",
        "2",
        "--chain",
        "1,1",
        "--ips",
        "1",
        "--platform",
        "ideal",
        ...shared,
      ];
      const question = [
        "--policy",
        "mainline",
        ...machine,
        "--property",
        "RepeatedExternalReported",
      ];
      const file = await traceOf(question, "RepeatedExternalReported");
      const { stdout, exitCode } = await nmicheck(["trace", file], env);
      expect(exitCode).toBe(0);
      expect(stdout).toContain("↻ the cycle starts here");
      expect(stdout).toMatch(/RepeatedExternalReported is violated:\non CPU \d /);
      expect(stdout).toMatch(/events \d+ to \d+ repeat for ever/);
      const replay = await nmicheck(["replay", file], env);
      expect(replay.stdout).toContain("agrees");
      expect(replay.exitCode).toBe(0);
    },
  );
});

describe("a counterexample of two CPUs", () => {
  let file: string;
  beforeAll(async () => {
    file = await traceOf(
      ["--policy", "mainline", ...twoCpus, "--axis", "shared-source=all"],
      "NoSpurious",
    );
  });

  whole("is a trace of its own version, which is read again and shown", async () => {
    const trace = JSON.parse(await readFile(file, "utf8"));
    expect(trace.schema).toBe("nmicheck.trace/2");
    expect(
      trace.events.map(({ event, cpu }: { event: string; cpu?: number }) => [event, cpu]),
    ).toEqual([
      ["shared", undefined],
      ["deliver", 0],
      ["deliver", 1],
      ["poll", 0],
      ["poll", 1],
      ["decide", 1],
    ]);
    const shown = await nmicheck(["trace", file], env);
    expect(shown.exitCode).toBe(0);
    expect(shown.stdout).toContain("5  CPU 1  handler 0 polls slot 0: nothing");
    expect(shown.stdout.replaceAll("\n", " ")).toContain(
      "whose event another CPU had already claimed",
    );
    const json = await nmicheck(["trace", file, "--json"], env);
    expect(JSON.parse(json.stdout)).toEqual(trace);
  });

  whole("is played on the model; an engine of one CPU says that it cannot", async () => {
    const onModel = await nmicheck(["replay", file], env);
    expect(onModel.stdout).toMatch(/^agrees .* on nmicheck-model 1: 1 NMI, outcomes and state/m);
    expect(onModel.exitCode).toBe(0);
    const onReference = await nmicheck(["replay", file, "--engine", "reference"], env);
    expect(onReference.stdout).toMatch(/^unsupported .*it has no machine of 2 CPUs/m);
    expect(onReference.exitCode).toBe(1);
  });

  test.each([
    ["a step of a CPU that is not there", '"event":"poll","cpu":1', '"event":"poll","cpu":2'],
    ["a step that another CPU takes", '"event":"poll","cpu":1', '"event":"decide","cpu":0'],
    ["a machine of other axes", '"shared-source":"all"', '"shared-source":"boot"'],
    ["a machine of three CPUs", '"cpus":"2"', '"cpus":"3"'],
  ])("is refused with %s", async (_, from, to) => {
    const text = await readFile(file, "utf8");
    expect(text).toContain(from);
    const forged = join(folder, "forged.trace.json");
    await writeFile(forged, text.replace(from, to));
    const { stderr, exitCode } = await nmicheckServed(["trace", forged], env);
    expect(stderr).toMatch(/^error\[trace\//);
    expect(exitCode).toBe(2);
  });
});

test.each(
  wholly([
    ["whose event is another CPU's to claim", ["shared-source=all", "shared-lock=skip"]],
    ["whose event another CPU had already claimed", ["serr-routing=all"]],
  ] as const),
)("a spurious report is explained by another CPU: %s", async (why, axes) => {
  const named = axes.flatMap((axis) => ["--axis", axis]);
  const file = await traceOf(["--policy", "mainline", ...twoCpus, ...named], "NoSpurious");
  const { stdout } = await nmicheckServed(["trace", file], env);
  expect(stdout.replaceAll("\n", " ")).toContain(why);
});

whole("generate writes the module of two CPUs with an axis, and its configuration", async () => {
  const out = join(folder, "generated");
  const generate = ["generate", "--policy", "mainline", ...twoCpus, "--axis", "latch-depth=2"];
  expect((await nmicheck([...generate, "--out", out], env)).exitCode).toBe(0);
  expect((await readdir(out)).sort()).toEqual([
    "MCNmiMainline_latch_depth_2_cpus_2.tla",
    "MCNmiMainline_latch_depth_2_cpus_2Liveness.tla",
    "MCNmiMainline_latch_depth_2_cpus_2Liveness_KernelRuns_ideal.cfg",
    "MCNmiMainline_latch_depth_2_cpus_2Liveness_SourceRepeats_ideal.cfg",
    "MCNmiMainline_latch_depth_2_cpus_2_ideal.cfg",
    "NmiMainline_latch_depth_2_cpus_2.tla",
    "NmiMainline_latch_depth_2_cpus_2Liveness.tla",
  ]);
  const module = await readFile(join(out, "NmiMainline_latch_depth_2_cpus_2.tla"), "utf8");
  expect(module).toContain("vars == <<cpus>>");
  const cfg = await readFile(join(out, "MCNmiMainline_latch_depth_2_cpus_2_ideal.cfg"), "utf8");
  expect(cfg).toContain("Cpus = 2");
  const again = await nmicheck([...generate, "--out", out, "--check"], env);
  expect(again.stdout).toMatch(/ is up to date: 7 files\.$/);
  expect(again.exitCode).toBe(0);
});

whole("find has every minimal run of two CPUs, and says on which CPU it ends", async () => {
  const find = ["find", "NoSpurious", "--policy", "mainline", ...twoCpus];
  const { stdout, exitCode } = await nmicheck(
    [...find, "--axis", "shared-source=all", "--json"],
    env,
  );
  const { classes, ...found } = JSON.parse(stdout);
  expect(found).toMatchObject({ minimalRuns: 45 });
  expect(classes).toMatchObject([
    {
      description: expect.stringMatching(
        /^on another CPU than the boot CPU; its edge is of a source that all CPUs share/,
      ),
      runs: 35,
      example: {
        events: [
          "sharedEvent",
          "deliverOn(0)",
          "deliverOn(1)",
          "pollOn(0)",
          "pollOn(1)",
          "decideOn(1)",
        ],
        engines: [{ engine: "model", verdict: "agrees" }],
      },
    },
    { description: expect.stringMatching(/^on the boot CPU; its edge/), runs: 10 },
  ]);
  expect(exitCode).toBe(0);
});

whole("mutate asks the gates about two CPUs", async () => {
  const mutate = ["mutate", "--policy", "mainline", ...twoCpus, "--property", "NoMasked"];
  const { stdout, exitCode } = await nmicheck([...mutate, "--file", "policies/mainline"], env);
  expect(stdout).toContain("Score: 100.0 %");
  expect(exitCode).toBe(0);
});

whole("init refuses several CPUs, whose first gate would be too large", async () => {
  const { stderr, exitCode } = await nmicheck(["init", "--cpus", "2"], env, folder);
  expect(stderr).toContain(
    "error[gate/init-cpus]: `init` writes a gate of chain [2,1], 2 ips, and 2 CPUs of that size have millions of states.",
  );
  expect(exitCode).toBe(2);
});

whole("conform takes the number of CPUs as an axis too", async () => {
  const asked = await nmicheck(["conform", "--axis", "cpus=2"], env);
  const short = await nmicheck(["conform", "--cpus", "2"], env);
  expect(asked).toMatchObject({ stderr: short.stderr, exitCode: 2 });
  expect(asked.stderr).toContain("nmicheck-reference has no machine of 2 CPUs: it announces 1.");
});
