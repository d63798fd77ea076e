import { boundText } from "../../checkers/explore/exploration.js";
import type { NmiAnyProperty } from "../../machine/model/property-names.js";
import type { Subject } from "../../machine/subject.js";
import type { CheckResult } from "./result.js";
import type { Measured, Verdict } from "./verdict.js";

/** The verdict of a run that was ended from outside. */
export function cancelled(measured: Measured): Verdict {
  const bound = boundText({ bound: "cancelled" });
  return { verdict: "bounded", measured, bound, isCancelled: true };
}

/** Whether nothing is to be begun any more: asked anew each time, for it changes in every pause. */
export function isOver(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

/** Whether there is no answer because what should have given it was ended from outside. */
export function isCancelled({ verdict }: Pick<CheckResult, "verdict">): boolean {
  return verdict.verdict === "bounded" && verdict.isCancelled === true;
}

/** What is said of a subject that nobody has begun with. */
export function neverBegun(
  subject: Subject,
  properties: readonly NmiAnyProperty[],
): readonly CheckResult[] {
  const verdict = cancelled({ states: { distinct: 0, generated: 0 }, depth: 0, seconds: 0 });
  return properties.map((property): CheckResult => {
    return { ...subject, property, verdict, certified: false, replayedOn: [] };
  });
}
