import type { CheckResult } from "../check/result.js";
import { traceLength } from "../trace/length.js";

/** A verdict that is not the one of the round before. */
export interface ChangedVerdict {
  /** `NoSpurious under once on ideal`. */
  readonly question: string;
  /** `holds`, `violated in 13`; null where it was not asked before. */
  readonly before: string | null;
  readonly after: string;
}

/** `NoSpurious under once on ideal`. */
export function questionText({ policy, platform, property }: CheckResult): string {
  return `${property} under ${policy.name} on ${platform.name}`;
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
  const known = new Map(before.map((result) => [questionText(result), verdictText(result)]));
  return after.flatMap((result) => {
    const question = questionText(result);
    const was = known.get(question) ?? null;
    const is = verdictText(result);
    return was === is ? [] : [{ question, before: was, after: is }];
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
    before.filter(({ verdict }) => verdict.verdict === "violated").map(questionText),
  );
  const isNew = (result: CheckResult): boolean =>
    before.length > 0 && !wasViolated.has(questionText(result));
  return (
    violated.find(isNew) ??
    violated.find((result) => questionText(result) === shown) ??
    violated[0] ??
    null
  );
}
