import { agreed } from "../../src/analyses/check/agreed.js";
import { unanswered } from "../../src/analyses/check/diagnostics.js";
import { questionText } from "../../src/analyses/check/question.js";
import type { CheckResult } from "../../src/analyses/check/result.js";
import { failureOf, type StateCounts, type Verdict } from "../../src/analyses/check/verdict.js";
import { isBoardTrace } from "../../src/machine/trace/schema.js";
import { type Sabotage, sabotage } from "./sabotage.js";

const exact = { generated: true, length: true };

function counted(verdict: Verdict, change: (states: StateCounts) => Partial<StateCounts>): Verdict {
  const { measured } = verdict;
  const states = { ...measured.states, ...change(measured.states) };
  return { ...verdict, measured: { ...measured, states } };
}

/** What TLC says, and what the explorer says of the same question, with one of them a lie. */
export function witnessSabotages(answers: readonly CheckResult[]): readonly Sabotage[] {
  return answers.flatMap((answer) => {
    const what = questionText(answer);
    return liesAbout(answer.verdict, answers).map(([how, tlc, explorer]) =>
      sabotage(`${what}: ${how}`, () => {
        const { verdict } = agreed(tlc, explorer, exact);
        return verdict === "holds" || verdict === "violated" ? null : verdict;
      }),
    );
  });
}

type Lie = readonly [how: string, tlc: Verdict, explorer: Verdict];

function liesAbout(truth: Verdict, answers: readonly CheckResult[]): readonly Lie[] {
  const { measured } = truth;
  const holds: Verdict = { verdict: "holds", measured };
  const failed: Verdict = { verdict: "failed", measured, failure: failureOf(unanswered()) };
  const common: readonly Lie[] = [
    ["the model fails, and TLC has an answer", truth, failed],
    ["the model fails, and TLC says `holds`", holds, failed],
    ["TLC fails", failed, truth],
  ];
  if (truth.verdict === "holds") {
    const other = answers.find(({ verdict }) => verdict.verdict === "violated")?.verdict ?? failed;
    return [
      ...common,
      [
        "TLC counts one state more",
        counted(truth, ({ distinct }) => ({ distinct: distinct + 1 })),
        truth,
      ],
      [
        "TLC counts one state less",
        counted(truth, ({ distinct }) => ({ distinct: distinct - 1 })),
        truth,
      ],
      ["TLC counts no state", counted(truth, () => ({ distinct: 0 })), truth],
      [
        "TLC counts one step more",
        counted(truth, ({ generated }) => ({ generated: generated + 1 })),
        truth,
      ],
      [
        "the explorer counts one state less",
        truth,
        counted(truth, ({ distinct }) => ({ distinct: distinct - 1 })),
      ],
      ["TLC finds a counterexample", other, truth],
    ];
  }
  if (truth.verdict !== "violated") return common;
  const { trace } = truth;
  const cut = (by: number): Verdict => ({
    ...truth,
    trace: isBoardTrace(trace)
      ? { ...trace, events: trace.events.slice(by) }
      : { ...trace, events: trace.events.slice(by) },
  });
  return [
    ...common,
    ["TLC says `holds`", holds, truth],
    ["TLC's counterexample has a state less", cut(1), truth],
    ["TLC's counterexample has a state more", truth, cut(1)],
    ["TLC's counterexample has no event", cut(trace.events.length), truth],
  ];
}
