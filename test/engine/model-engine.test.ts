import { expect, test } from "vitest";
import type { Policy } from "../../spec/policy.js";
import type { EngineCall } from "../../src/engines/engine.js";
import { modelEngine } from "../../src/engines/model-engine.js";

const setup: EngineCall = {
  op: "setup",
  policy: "patient",
  chain: [1],
  rips: 1,
  sticky: false,
  shadow: false,
  cpus: 1,
};
const nmi: EngineCall = { op: "nmi", cpu: 0, arrivals: [] };
const external: EngineCall = { op: "external", cpu: 0 };

/** Reports every second unknown NMI. */
const patient: Policy<{ readonly seen: boolean }> = {
  initial: { seen: false },
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory) => ({
    memory: { seen: !memory.seen },
    unclaimed: memory.seen ? "report" : "swallow",
  }),
};

test("the model does a user's policy", async () => {
  const engine = modelEngine(new Map([["patient", patient]]));
  expect(engine.about.policies).toEqual(["patient"]);
  const answers = await engine.ask([setup, external, nmi, external, nmi, { op: "state" }]);
  expect(answers.map((answer) => ("outcome" in answer ? answer.outcome : answer.kind))).toEqual([
    "done",
    "done",
    "swallowed",
    "done",
    "unknown",
    "state",
  ]);
  expect(answers.at(-1)).toMatchObject({ state: { swallowNmi: false, lastNmiRip: 1 } });
});

test("the model refuses what is not there", async () => {
  const engine = modelEngine();
  const answers = await engine.ask([
    nmi,
    setup,
    { ...setup, policy: "none", cpus: 5 },
    { ...setup, policy: "none" },
    { op: "state", set: { swallowNmi: true } },
    { op: "external", cpu: 1 },
    nmi,
  ]);
  expect(answers.map((answer) => ("code" in answer ? answer.code : answer.kind))).toEqual([
    "order",
    "unsupported",
    "unsupported",
    "done",
    "unsupported",
    "range",
    "order",
  ]);
});

test("several CPUs: what is refused changes nothing of an NMI in progress", async () => {
  const flags = { chain: [1, 1], rips: 1, sticky: false, shadow: false, cpus: 2 };
  const answers = await modelEngine().ask([
    { op: "setup", policy: "mainline", ...flags, shared: "all", exclusive: true },
    { op: "raise", cpu: 1, handler: 1, slot: 0 },
    { op: "deliver", cpu: 0 },
    { op: "poll", cpu: 0 },
    { op: "poll", cpu: 0 },
    { op: "enter", cpu: 0 },
    { op: "deliver", cpu: 0 },
    { op: "poll", cpu: 0 },
    { op: "decide", cpu: 0 },
    { op: "state", cpu: 1 },
  ]);
  expect(answers.map((answer) => ("code" in answer ? answer.code : answer.kind))).toEqual([
    "done",
    "done",
    "position",
    "position",
    "order",
    "position",
    "order",
    "position",
    "nmi",
    "state",
  ]);
  expect(answers[3]).toEqual({ kind: "position", position: { at: "enter", handler: 1 } });
  expect(answers[8]).toMatchObject({ claimed: [0, 1], outcome: "handled" });
  expect(answers[9]).toMatchObject({ state: { active: [[false], [false]], pending: true } });
});
