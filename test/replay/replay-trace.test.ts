import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { policyNames } from "../../spec/policies/all.js";
import { packageRoot } from "../../src/base/package/root.js";
import { builtProgram } from "../../src/base/process/built-program.js";
import { startEngine } from "../../src/engines/adapter/child-engine.js";
import type { Engine } from "../../src/engines/engine.js";
import { modelEngine } from "../../src/engines/model-engine.js";
import { divergedText } from "../../src/engines/replay/divergence.js";
import {
  type NmiPair,
  type ReplayResult,
  replayTrace,
} from "../../src/engines/replay/replay-trace.js";
import { namedPlatform, platformNames } from "../../src/machine/configuration/platform.js";
import type { CpuTrace, TraceEvent } from "../../src/machine/trace/schema.js";
import { needPython } from "../examples/python.js";
import { counterexample } from "./false-swallow.js";
import { walkTrace } from "./walk.js";

let reference: Engine;
let python: Engine;

beforeAll(async () => {
  await needPython();
  reference = await startEngine([process.execPath, builtProgram("src/engines/reference/main.ts")]);
  python = await startEngine([
    "python3",
    join(packageRoot, "examples", "python-engine", "engine.py"),
  ]);
});
afterAll(async () => {
  await reference.close();
  await python.close();
});

function divergenceOf(result: ReplayResult): string {
  if (result.verdict !== "diverges") throw new Error(`it ${result.verdict}`);
  return divergedText(result);
}

/** The trace with its event number `number` (from 1) changed. */
function withEvent(
  trace: CpuTrace,
  number: number,
  change: (event: TraceEvent) => TraceEvent,
): CpuTrace {
  const events = trace.events.map((event, index) => (index + 1 === number ? change(event) : event));
  return { ...trace, events };
}

function lastDecide(trace: CpuTrace): number {
  return trace.events.findLastIndex((event) => event.event === "decide") + 1;
}

describe("every engine goes the way of the model", () => {
  test.each(
    policyNames.flatMap((policy) => platformNames.map((platform) => [policy, platform] as const)),
  )("%s on the %s platform", async (policy, platform) => {
    const walk = { policy, platform: namedPlatform(platform, [2, 1], 2), events: 500 };
    const trace = walkTrace(walk);
    for (const engine of [reference, python, modelEngine()]) {
      const result = await replayTrace(trace, engine);
      expect(result).toEqual({
        engine: { title: engine.title, name: engine.about.name, version: engine.about.version },
        verdict: "agrees",
        nmis: trace.events.filter((event) => event.event === "decide").length,
        endsWithinNmi: false,
        compared: "outcomes and state",
      });
    }
  });

  test("a trace may end within an NMI, which is not taken then", async () => {
    const trace = walkTrace({ events: 300 });
    const end = trace.events.findLastIndex((event) => event.event === "deliver") + 2;
    const cut = { ...trace, events: trace.events.slice(0, end) };
    expect(await replayTrace(cut, reference)).toMatchObject({
      verdict: "agrees",
      endsWithinNmi: true,
      nmis: trace.events.filter((event) => event.event === "decide").length - 1,
    });
  });

  test("a trace may begin elsewhere than at the start", async () => {
    const trace = walkTrace({ events: 300 });
    const at = trace.events.findIndex((event) => event.event === "decide");
    const initial = trace.events[at]?.state ?? trace.initial;
    const later = { ...trace, initial, events: trace.events.slice(at + 1) };
    expect(await replayTrace(later, reference)).toMatchObject({ verdict: "agrees" });
  });

  test("an empty trace agrees", async () => {
    const trace = { ...walkTrace({ events: 1 }), events: [] };
    expect(await replayTrace(trace, reference)).toMatchObject({ verdict: "agrees", nmis: 0 });
  });

  test("every NMI is told, as both sides have it", async () => {
    const pairs: NmiPair[] = [];
    const trace = await counterexample("mainline", "NoFalseSwallow");
    await replayTrace(trace, reference, (pair) => pairs.push(pair));
    expect(pairs.map(({ model }) => [model.nmi, model.claimed, model.outcome])).toEqual([
      [1, [2, 0], "handled"],
      [2, [0, 0], "swallowed"],
    ]);
    expect(pairs.map(({ engine }) => engine.kind === "nmi" && engine.outcome)).toEqual([
      "handled",
      "swallowed",
    ]);
  });
});

describe("the first difference is shown", () => {
  test("an outcome that was changed in the trace", async () => {
    const trace = await counterexample("mainline", "NoFalseSwallow");
    const number = lastDecide(trace);
    const lie = withEvent(trace, number, (event) =>
      event.event === "decide"
        ? { ...event, shows: { ...event.shows, outcome: "unknown" } }
        : event,
    );
    const result = await replayTrace(lie, reference);
    expect(result).toMatchObject({ verdict: "diverges", nmis: 1 });
    expect(divergenceOf(result)).toBe(
      [
        `first difference at NMI 2 (event ${number}):`,
        "                  model                    engine",
        "    claimed       [0,0]                    [0,0]",
        "  ≠ outcome       unknown                  swallowed",
        "    ip            1                        1",
        "    last_nmi_rip  1                        1",
        "    swallow_nmi   yes                      yes",
        "    status bits   [[false,false],[false]]  [[false,false],[false]]",
        "    NMI pending   no                       no",
        'NMI 2 is reported as unknown ("Uhhuh. NMI received for unknown reason") in the model (nothing claimed, ip unchanged), but swallowed on the engine.',
      ].join("\n"),
    );
  });

  test("a claim that was changed in the trace", async () => {
    const trace = await counterexample("mainline", "NoFalseSwallow");
    const lie = withEvent(
      trace,
      trace.events.findIndex((event) => event.event === "decide") + 1,
      (event) =>
        event.event === "decide" ? { ...event, shows: { ...event.shows, claimed: [1, 1] } } : event,
    );
    const result = await replayTrace(lie, reference);
    expect(divergenceOf(result)).toMatch(
      /in NMI 1 the handlers claim \[1,1\] events in the model, but \[2,0\] on the engine\.$/,
    );
  });

  test.each([
    [
      { policyMemory: { swallowNmi: false } },
      "after NMI 2 swallow_nmi is set on the engine, but not in the model.",
    ],
    [{ lastNmiRip: 2 }, "after NMI 2 last_nmi_rip is 2 in the model, but 1 on the engine."],
    [{ latched: true }, "after NMI 2 an NMI is pending in the model, but none on the engine."],
    [
      { active: [[true, false], [false]] },
      "after NMI 2 the status bits are [[true,false],[false]] in the model, but [[false,false],[false]] on the engine.",
    ],
  ])("a state that was changed in the trace: %j", async (change, sentence) => {
    const trace = await counterexample("mainline", "NoFalseSwallow");
    const lie = withEvent(trace, lastDecide(trace), (event) => {
      return { ...event, state: { ...event.state, ...change } };
    });
    expect(divergenceOf(await replayTrace(lie, reference)).split("\n")).toContain(sentence);
  });

  /** Event 8 decides NMI 1, event 13 NMI 2. */
  const forgets = (event: TraceEvent): TraceEvent => ({
    ...event,
    state: { ...event.state, policyMemory: { swallowNmi: false } },
  });

  test("what it keeps alone: the replay goes on, and says that it does the same", async () => {
    const trace = await counterexample("mainline", "NoFalseSwallow");
    const result = await replayTrace(withEvent(trace, 8, forgets), reference);
    expect(result).toMatchObject({ verdict: "diverges", kind: "keeps", nmis: 2 });
    expect(divergenceOf(result).split("\n").slice(-2)).toEqual([
      "after NMI 1 swallow_nmi is set on the engine, but not in the model.",
      "Only what it keeps differs: it does the same with every NMI.",
    ]);
  });

  test("what it keeps does not hide what it does", async () => {
    const trace = await counterexample("mainline", "NoFalseSwallow");
    const lie = withEvent(withEvent(trace, 8, forgets), 13, (event) =>
      event.event === "decide"
        ? { ...event, shows: { ...event.shows, outcome: "unknown" } }
        : event,
    );
    const result = await replayTrace(lie, reference);
    expect(result).toMatchObject({ verdict: "diverges", kind: "does", nmis: 1 });
    expect(divergenceOf(result)).toMatch(
      /^first difference at NMI 2 \(event 13\):\n[\s\S]* but swallowed on the engine\.\nWhat it keeps differed before: after NMI 1 swallow_nmi is set on the engine, but not in the model\.$/,
    );
  });

  test("an event that cannot happen on the engine", async () => {
    const trace = walkTrace({ events: 40 });
    const at = trace.events.findIndex((event) => event.event === "raise");
    const twice = {
      ...trace,
      events: [...trace.events.slice(0, at + 1), ...trace.events.slice(at)],
    };
    const result = await replayTrace(twice, reference);
    if (result.verdict !== "diverges") throw new Error(result.verdict);
    expect(result.divergence.nmi).toBeNull();
    expect(result.divergence.event).toBe(at + 2);
    expect(result.divergence.sentence).toMatch(
      /^event \d+ \(raise\) cannot happen on the engine: slot \d of handler \d is active already$/,
    );
  });

  test("an NMI that cannot happen on the engine", async () => {
    const trace = await counterexample("mainline", "NoMasked");
    const events = trace.events.filter(
      (event) => event.event !== "raise" && event.event !== "external",
    );
    const result = await replayTrace({ ...trace, events }, reference);
    if (result.verdict !== "diverges") throw new Error(result.verdict);
    expect(result.divergence.sentence).toBe("NMI 1 cannot happen on the engine: no NMI is pending");
  });

  test("a policy under another policy's name", async () => {
    const trace = await counterexample("v5", "NoStranded");
    const other = { ...trace, policy: { name: "mainline", builtIn: true } };
    expect(
      divergenceOf(await replayTrace(other, reference))
        .split("\n")
        .at(-1),
    ).toMatch(
      /^in NMI 1 the handlers claim \[1,0\] events in the model, but \[1,1\] on the engine\.$/,
    );
  });

  test("the last state, outside of any NMI", async () => {
    const trace = walkTrace({ events: 50 });
    const raise: TraceEvent = {
      event: "external",
      cpu: 0,
      state: { ...(trace.events.at(-1)?.state ?? trace.initial), latched: false },
    };
    const result = await replayTrace({ ...trace, events: [...trace.events, raise] }, reference);
    if (result.verdict !== "diverges") throw new Error(result.verdict);
    expect(result.divergence.sentence).toBe(
      `after event ${trace.events.length + 1} an NMI is pending on the engine, but none in the model`,
    );
  });
});

describe("what cannot be replayed", () => {
  test("a policy or a platform that the engine does not know", async () => {
    const trace = walkTrace({ events: 10 });
    const strange = { ...trace, policy: { name: "v6", builtIn: true } };
    expect(await replayTrace(strange, reference)).toMatchObject({
      verdict: "unsupported",
      reason: "it does not know the policy v6",
    });
    const limited: Engine = { ...reference, about: { ...reference.about, platforms: ["sticky"] } };
    expect(await replayTrace(trace, limited)).toMatchObject({
      verdict: "unsupported",
      reason: "it does not know the platform ideal",
    });
  });

  test.each([
    ["poll", 1, "event 1 of the trace cannot be replayed: it is a poll outside an NMI."],
    ["decide", 1, "event 1 of the trace cannot be replayed: it is a decision outside an NMI."],
  ] as const)("a %s outside an NMI", async (name, _event, message) => {
    const trace = walkTrace({ events: 100 });
    const from = trace.events.findIndex((event) => event.event === name);
    const result = await replayTrace({ ...trace, events: trace.events.slice(from) }, reference);
    expect(result).toMatchObject({
      verdict: "failed",
      diagnostic: {
        code: "replay/out-of-order",
        blame: "user",
        message,
        remedy: "`node dist/cli.js trace FILE` checks every event of a trace against the model.",
      },
    });
  });

  test("an execution and a delivery within an NMI", async () => {
    const trace = walkTrace({ events: 100 });
    const at = trace.events.findIndex((event) => event.event === "deliver");
    const deliver = trace.events[at];
    if (deliver === undefined) throw new Error("no NMI");
    const insert = (event: TraceEvent) => trace.events.toSpliced(at + 1, 0, event);
    const executing = insert({ event: "execute", place: 1, cpu: 0, state: deliver.state });
    for (const [events, message] of [
      [
        executing,
        `event ${at + 2} of the trace cannot be replayed: the CPU executes within an NMI.`,
      ],
      [
        insert(deliver),
        `event ${at + 2} of the trace cannot be replayed: the NMI before it has not ended.`,
      ],
    ] as const) {
      const result = await replayTrace({ ...trace, events }, reference);
      expect(result).toMatchObject({ verdict: "failed", diagnostic: { message } });
    }
    const within = { ...trace, initial: deliver.state };
    expect(await replayTrace(within, reference)).toMatchObject({
      diagnostic: {
        message: "event 0 of the trace cannot be replayed: the trace begins within an NMI.",
      },
    });
  });

  test("an NMI with more arrivals than a request holds", async () => {
    const trace = walkTrace({ events: 100 });
    const at = trace.events.findIndex((event) => event.event === "deliver");
    const state = trace.events[at]?.state ?? trace.initial;
    const flood: TraceEvent[] = Array.from({ length: 16_001 }, () => ({
      event: "external",
      cpu: 0,
      state,
    }));
    const events = trace.events.toSpliced(at + 1, 0, ...flood);
    expect(await replayTrace({ ...trace, events }, reference)).toMatchObject({
      verdict: "failed",
      diagnostic: {
        code: "replay/too-many-arrivals",
        message:
          "NMI 1 of the trace has more than 16,000 arrivals, which is more than a request to an engine can hold.",
      },
    });
    const most = trace.events.toSpliced(at + 1, 0, ...flood.slice(100));
    expect(await replayTrace({ ...trace, events: most }, reference)).not.toMatchObject({
      verdict: "failed",
    });
  });

  test("a slot that is not in the chain", async () => {
    const trace = walkTrace({ events: 10 });
    const events: TraceEvent[] = [
      { event: "raise", handler: 7, slot: 0, cpu: 0, state: trace.initial },
    ];
    const result = await replayTrace({ ...trace, events }, reference);
    expect(result).toMatchObject({ verdict: "failed", diagnostic: { code: "engine/refused" } });
    if (result.verdict === "failed") {
      expect(result.diagnostic.message.split("\n")[0]).toBe(
        `the engine \`${reference.title}\` refused a request (range): there is no handler 7`,
      );
    }
  });
});
