import { noAxes } from "../../spec/cpu/no-axes.js";
import { policies } from "../../spec/policies/all.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import type { CpuTrace } from "../../src/machine/trace/schema.js";
import { briefEvents } from "../../src/report/brief-events.js";
import {
  REPORT_SCHEMA,
  type ReportAtlas,
  type ReportDocument,
  type ReportLimits,
  type ReportMuseum,
  type ReportTrace,
} from "../../src/report/document.js";
import { behave, testModel, traceOf } from "../trace/behaviour.js";
import { boardTrace } from "./board-trace.js";
import { smallLearned } from "./small-learned.js";
import { smallLog } from "./small-log.js";

function smallLimits(text: string, platform: CpuTrace["platform"]): ReportLimits {
  const decisions = { surelyUnknown: 1, surelyNot: 0, cannotTell: 1 };
  return {
    command: text,
    platform,
    walk: "chain",
    kernel: text,
    observers: [
      {
        sees: [text],
        observation: ["rip", "handlers"],
        knowledgeSets: 3,
        perfectPolicy: false,
        pairLength: 25,
        decisions: { ...decisions, withCredit: decisions },
        pair: "pair-1",
      },
      {
        sees: [text],
        observation: ["bitmap"],
        knowledgeSets: 2,
        perfectPolicy: true,
        pairLength: null,
        decisions: { ...decisions, withCredit: decisions },
        perfect: { looksAt: text, lines: [text] },
      },
    ],
    best: [
      {
        promise: "NoSpurious",
        says: text,
        policyText: text,
        states: 2,
        isSmallest: true,
        differsAfter: [text],
        platforms: [{ platform: text, gains: [{ kind: "losesLess", length: 6 }], costs: [] }],
        shown: [{ kind: "losesLess", length: 6, trace: "check-1" }],
        amendment: [text],
      },
    ],
  };
}

function smallAtlas(text: string): ReportAtlas {
  return {
    command: text,
    chain: [2, 1],
    rips: 2,
    properties: [{ name: "NoMasked", meaning: text }],
    features: [text],
    policies: [
      {
        policy: "mainline",
        machines: [
          [[], 10, [8]],
          [[0], 12, [0]],
        ],
      },
    ],
    conclusions: [
      {
        policy: "mainline",
        property: "NoMasked",
        length: 8,
        changes: [{ features: [text], length: 0, events: [] }],
        shorter: { features: [text], length: 7, events: [text] },
      },
    ],
  };
}

/** Two policies, one of the museum, on one machine. */
function smallMuseum(
  text: string,
  platform: ReportMuseum["machines"][number]["platform"],
): ReportMuseum {
  const best = { groups: [[0]], beaten: [{ policy: 1, by: [0] }] };
  return {
    policies: [
      {
        policy: text,
        exhibit: {
          file: text,
          unclaimed: text,
          remembers: text,
          walk: text,
          reference: `\`${text}\``,
        },
      },
      { policy: `other ${text}`, exhibit: null },
    ],
    properties: [{ name: "NoMasked", meaning: text, error: "lost" }],
    machines: [
      {
        command: text,
        platform,
        axes: { [text]: text },
        rows: [
          [{ property: "NoMasked", verdict: "violated", length: 7, place: 1, trace: "check-1" }],
          [{ property: "NoMasked", verdict: "failed" }],
        ],
        best: { either: best, lost: best, spurious: best },
      },
    ],
  };
}

/** A run of two CPUs. */
function smallBoard(text: string): ReportTrace {
  const { platform, axes, property, initial, events } = boardTrace();
  return {
    kind: "board",
    id: "board-1",
    from: "file",
    command: text,
    model: { ...testModel, name: text },
    policy: { name: text, builtIn: false },
    platform,
    axes: { ...axes, [text]: text },
    property,
    sentence: text,
    initial,
    events,
    engines: [],
  };
}

/** A report of one verdict, with a text in every place where a text of somebody else may stand. */
export function smallDocument(text: string): ReportDocument {
  const platform = namedPlatform("ideal", [2], 1);
  const config = { platform, policy: policies.mainline, axes: noAxes };
  const path = behave(config, ["raise(0, 0)", "external", "deliver", "poll*2", "decide"]);
  const trace = traceOf(config, path, { policy: "mainline", property: "NoMasked" });
  const model = { ...testModel, name: text };
  const { name, chain, rips, sticky, shadow } = platform;
  const own = { name, chain: [...chain], rips, sticky, shadow };
  return {
    schema: REPORT_SCHEMA,
    nmicheck: text,
    created: "2026-01-01T00:00:00.000Z",
    command: text,
    checker: { name: "explorer", version: text },
    properties: [{ name: "NoMasked", meaning: text }],
    verdicts: [
      {
        policy: text,
        platform: own,
        property: "NoMasked",
        verdict: "violated",
        certified: false,
        states: { distinct: 1, generated: 1 },
        depth: 1,
        seconds: 0,
        model,
        command: text,
        scope: "machine",
        asRecorded: null,
        counterexample: "check-1",
      },
    ],
    scenarios: [
      {
        policy: text,
        model,
        platform: trace.platform,
        property: "NoMasked",
        command: text,
        minimalRuns: 1,
        mazurkiewiczClasses: 1,
        classes: [{ facts: [text], runs: 1, mazurkiewiczClasses: 1, example: "check-1" }],
        complete: { complete: true, how: text },
      },
    ],
    traces: [
      {
        kind: "cpu",
        id: "check-1",
        from: "check",
        command: text,
        model,
        policy: { name: text, builtIn: false },
        platform: trace.platform,
        property: "NoMasked",
        initial: { ...trace.initial, policyMemory: text },
        events: briefEvents(trace),
        engines: [
          { engine: text, version: text, verdict: "diverges", detail: text, imitated: [text] },
        ],
      },
      smallBoard(text),
    ],
    pairs: [
      {
        id: "pair-1",
        title: text,
        text,
        command: text,
        seen: [text],
        left: "check-1",
        right: "check-1",
      },
    ],
    limits: [smallLimits(text, trace.platform)],
    atlas: smallAtlas(text),
    museum: smallMuseum(text, trace.platform),
    learned: [smallLearned(text)],
    log: smallLog(text),
    graphs: [],
    notes: [text],
    leftOut: [text],
  };
}
