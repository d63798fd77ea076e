import { machineKey, questionText } from "../../analyses/check/question.js";
import type { CheckResult } from "../../analyses/check/result.js";
import { traceLength } from "../../machine/trace/length.js";

/** A verdict that is not the one of the round before. */
export interface ChangedVerdict {
  /** `NoSpurious under once on ideal`. */
  readonly question: string;
  /** `holds`, `violated in 13`; null where it was not asked before. */
  readonly before: string | null;
  readonly after: string;
}

/**
 * What stays the same of a question when the policy's file is saved: where the policy lies, the
 * machine, and the property.
 */
export function standingQuestion({ policy, property, ...machine }: CheckResult): string {
  const { origin } = policy;
  const where = origin.kind === "file" ? origin.file : origin.name;
  return JSON.stringify([origin.kind, where, machineKey(machine), property]);
}

/** A verdict in two or three words. */
export function verdictText({ verdict }: CheckResult): string {
  return verdict.verdict === "violated"
    ? `violated in ${traceLength(verdict.trace)}`
    : verdict.verdict;
}

/** What one round says otherwise than the one before, in the order of its results. */
export function changedVerdicts(
  before: readonly CheckResult[],
  after: readonly CheckResult[],
): readonly ChangedVerdict[] {
  const known = new Map(before.map((result) => [standingQuestion(result), verdictText(result)]));
  return after.flatMap((result) => {
    const was = known.get(standingQuestion(result)) ?? null;
    const is = verdictText(result);
    return was === is ? [] : [{ question: questionText(result), before: was, after: is }];
  });
}

/**
 * The counterexample to show after a round: that of a property that was not violated before, else
 * the one that was shown before if there still is one for it, else the first; null if nothing is
 * violated.
 */
export function counterexampleToShow(
  before: readonly CheckResult[],
  after: readonly CheckResult[],
  shown: string | null,
): CheckResult | null {
  const violated = after.filter(({ verdict }) => verdict.verdict === "violated");
  const wasViolated = new Set(
    before.filter(({ verdict }) => verdict.verdict === "violated").map(standingQuestion),
  );
  const isNew = (result: CheckResult): boolean =>
    before.length > 0 && !wasViolated.has(standingQuestion(result));
  return (
    violated.find(isNew) ??
    violated.find((result) => standingQuestion(result) === shown) ??
    violated[0] ??
    null
  );
}
