import { LEARN_SCHEMA } from "../../src/analyses/learn/document.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import type { ReportLearned } from "../../src/report/document.js";

/** A learned policy of two phases, with a text in every place where a text of somebody else may stand. */
export function smallLearned(text: string): ReportLearned {
  return {
    schema: LEARN_SCHEMA,
    nmicheck: text,
    from: text,
    engine: { title: text, name: text, version: text, policy: text },
    source: text,
    name: text,
    machine: namedPlatform("ideal"),
    states: 2,
    phases: [
      { name: text, swallowNmi: false },
      { name: "armed", swallowNmi: true },
    ],
    looksAt: "claimed in all",
    remembers: 0,
    letters: 12,
    extraStates: 2,
    nmis: { learning: 1, edges: 1 },
    edges: { total: 1, covered: 1 },
    seconds: 1,
    policyText: text,
    arrows: [
      { from: 0, to: 1, texts: [text] },
      { from: 1, to: 0, texts: ["other ip, none, report"] },
    ],
    diagram: text,
    command: text,
  };
}
