import type { DistributedRun } from "../../checkers/tlc/distributed/run.js";
import type { TlcJar } from "../../checkers/tlc/jar.js";
import type { Java } from "../../checkers/tlc/java.js";
import type { TlcRun as EndedRun } from "../../checkers/tlc/run.js";
import type { Subject } from "../../machine/subject.js";
import { witnessesDisagree } from "./diagnostics.js";
import type { CheckResult, TlcRun } from "./result.js";
import { type Failure, failureOf, type Measured, type Verdict } from "./verdict.js";

/** What TLC is run with. */
export interface TlcTools {
  readonly java: Java;
  readonly jar: TlcJar;
}

/** One of TLC's fingerprint polynomials, always the same, so that runs can be repeated. */
export const FINGERPRINT_INDEX = 0;

/** TLC's verdict on one property of one subject, after a run with `workers` threads. */
export function tlcResult(
  { subject, property }: { readonly subject: Subject; readonly property: CheckResult["property"] },
  verdict: Verdict,
  tools: TlcTools,
  workers: number,
  run: EndedRun | DistributedRun | undefined,
): CheckResult {
  const isAnswer = verdict.verdict === "holds" || verdict.verdict === "violated";
  const isResumed = run !== undefined && "isResumed" in run;
  const details: TlcRun = {
    workers,
    fingerprintIndex: FINGERPRINT_INDEX,
    ...(run?.outcome.kind === "success" && verdict.verdict === "holds"
      ? {
          collisionProbability: Math.max(
            run.outcome.collision.calculated,
            run.outcome.collision.observed ?? 0,
            isResumed ? anyCollision(run.outcome.counts.distinct) : 0,
          ),
        }
      : {}),
    ...(isResumed ? { resumed: true } : {}),
    ...(run !== undefined && "joined" in run
      ? { distributed: { joined: run.joined, lost: run.lost } }
      : {}),
  };
  return {
    ...subject,
    property,
    verdict,
    certified: isAnswer && tools.jar.known !== null,
    run: details,
    replayedOn: [],
  };
}

/**
 * How probable it is that any two of so many states have the same fingerprint of 64 bits. TLC
 * calculates from the states generated, and knows only those since its checkpoint.
 */
function anyCollision(distinct: number): number {
  return (distinct * (distinct - 1)) / 2 ** 65;
}

/** The event of the typed model that the operator `action` was named after: `Raise`, `raise`. */
export function eventName(action: string): string {
  return action.charAt(0).toLowerCase() + action.slice(1);
}

/** The two checkers say different things. */
export function disagreement(explorer: string, tlc: string): Failure {
  return failureOf(witnessesDisagree(explorer, tlc));
}

/** What was measured about a run; nothing for one that never was. */
export function measuredOf(run: EndedRun | undefined): Measured {
  const none = { states: { distinct: 0, generated: 0 }, depth: 0 };
  if (run === undefined) return { ...none, seconds: 0 };
  const { outcome, seconds } = run;
  if (outcome.kind === "bounded" || outcome.kind === "failed") {
    if (outcome.reached === null) return { ...none, seconds };
    const { distinct, generated, depth } = outcome.reached;
    return { states: { distinct, generated }, depth, seconds };
  }
  const counts = outcome.counts ?? { distinct: 1, generated: 1 };
  return {
    states: { distinct: counts.distinct, generated: counts.generated },
    depth: outcome.depth,
    seconds,
    ...(outcome.kind === "success" ? { isWhole: true } : {}),
  };
}
