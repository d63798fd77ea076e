import type { ReductionName } from "../../checkers/packed/reductions.js";
import {
  type CoreProperty,
  isAnyStateProperty,
  type NmiAnyProperty,
  type NmiProperty,
  nmiProperties,
} from "../../machine/model/property-names.js";
import type { Subject } from "../../machine/subject.js";
import type { Verdict } from "./verdict.js";

/** Who gave the verdicts. */
export type Checker =
  | {
      readonly name: "explorer";
      readonly version: string;
      /** What was left out of the explorations; the counts are smaller then. */
      readonly reductions: readonly ReductionName[];
    }
  | {
      readonly name: "tlc";
      readonly version: string;
      readonly jarSha256: string;
      /** Whether the jar is one of those whose digests nmicheck knows. */
      readonly jarVerified: boolean;
      /** What was left out of the runs. */
      readonly reductions?: readonly ReductionName[];
    };

/** How TLC was run for a verdict. */
export interface TlcRun {
  readonly workers: number;
  readonly fingerprintIndex: number;
  readonly collisionProbability?: number;
  /** It went on from a checkpoint; the generated states are those since then. */
  readonly resumed?: true;
  /** How many workers joined TLC's server, and how many of them were lost before it had finished. */
  readonly distributed?: { readonly joined: number; readonly lost: number };
}

/** The answer to one question of the scorecard. */
export interface CheckResult extends Subject {
  readonly property: NmiAnyProperty;
  readonly verdict: Verdict;
  /** TLC, from a jar with a known digest, has given the verdict. */
  readonly certified: boolean;
  readonly run?: TlcRun;
  /** Where the counterexample was written. */
  readonly traceFile?: string;
  /** The engines that played the counterexample and agreed. */
  readonly replayedOn: readonly string[];
}

/** The answer to a question about every state of any machine. */
export type StateResult = CheckResult & { readonly property: NmiProperty };

/** Whether a result is about every state, and not about liveness. */
export function isStateResult(result: CheckResult): result is StateResult {
  return isAnyStateProperty(result.property);
}

/** The answer to a question about every state of the core. */
export type InvariantResult = CheckResult & { readonly property: CoreProperty };

/** Whether a result is about every state of the core, and not about liveness. */
export function isInvariantResult(result: CheckResult): result is InvariantResult {
  return result.axes === undefined && nmiProperties.some((name) => name === result.property);
}
