import { policies } from "../../spec/policies/all.js";
import { namedPlatform } from "../../src/configuration/platform.js";
import { briefEvents } from "../../src/report/brief-events.js";
import { REPORT_SCHEMA, type ReportDocument } from "../../src/report/document.js";
import { behave, testModel, traceOf } from "../trace/behaviour.js";

/** A report of one verdict, with a text in every place where a text of somebody else may stand. */
export function smallDocument(text: string): ReportDocument {
  const platform = namedPlatform("ideal", [2], 1);
  const config = { platform, policy: policies.mainline };
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
    ],
    pairs: [],
    graphs: [],
    notes: [text],
  };
}
