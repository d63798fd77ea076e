import type { Assignments } from "./assignments.js";
import type { TlaRegion } from "./region.js";
import type { ToldDiagnosticCode } from "./run-diagnostics.js";
import type { SanyError } from "./sany.js";

/** How many states TLC has met; `queue` of the distinct ones are still to be explored. */
export interface TlcCounts {
  readonly generated: number;
  readonly distinct: number;
  readonly queue: number;
}

/** What TLC says once a minute, the first time after some seconds, and at its end. */
export interface TlcProgress extends TlcCounts {
  /** Levels of the breadth-first search so far, the initial states included. */
  readonly depth: number;
  /** States a minute; null where TLC tells none. */
  readonly generatedPerMinute: number | null;
  readonly distinctPerMinute: number | null;
}

/**
 * The probability that two distinct states had the same 64-bit fingerprint, so that one was never
 * explored: as TLC calculates it beforehand (optimistic), and as it estimates it from the
 * fingerprints met; null where it prints no estimate.
 */
export interface CollisionProbability {
  readonly calculated: number;
  readonly observed: number | null;
}

/** One state of a counterexample. */
export interface TlcState {
  /** Counted from 1, the initial state. */
  readonly number: number;
  /** The action that led here, without its parameters; null for the initial state. */
  readonly action: string | null;
  readonly values: Assignments;
}

/** What TLC tells while it runs. */
export type TlcEvent =
  | { readonly kind: "version"; readonly version: string }
  | {
      readonly kind: "mode";
      readonly fingerprintIndex: number;
      readonly workers: number;
      readonly heapMegabytes: number;
    }
  | { readonly kind: "parsing-started" }
  | { readonly kind: "semantic-processing"; readonly module: string }
  | { readonly kind: "parse-error"; readonly error: SanyError }
  | { readonly kind: "parsing-finished" }
  | { readonly kind: "started" }
  | { readonly kind: "init-computing" }
  | { readonly kind: "init-computed"; readonly text: string }
  /** It goes on from a checkpoint, with so many states and so many of them to be explored. */
  | { readonly kind: "recovered"; readonly distinct: number; readonly queue: number }
  | { readonly kind: "progress"; readonly progress: TlcProgress }
  | { readonly kind: "stats"; readonly counts: TlcCounts }
  | { readonly kind: "depth"; readonly depth: number }
  | { readonly kind: "success"; readonly collision: CollisionProbability }
  | {
      readonly kind: "coverage-action";
      readonly action: string;
      readonly region: TlaRegion;
      readonly distinct: number;
      readonly generated: number;
    }
  | {
      readonly kind: "coverage-expression";
      readonly region: TlaRegion;
      readonly count: number;
    }
  | { readonly kind: "invariant-violated"; readonly invariant: string }
  /** A step breaks a property that is asked of every step, such as `[][x' > x]_x`. */
  | { readonly kind: "step-violated"; readonly property: string }
  | {
      readonly kind: "initial-violated";
      readonly invariant: string;
      readonly values: Assignments;
    }
  | { readonly kind: "deadlock" }
  /** Some temporal property of those checked; TLC does not say which. */
  | { readonly kind: "temporal-violated" }
  /** After the states told so far, the behaviour goes on with state number `state` by `action`. */
  | { readonly kind: "back-to-state"; readonly state: number; readonly action: string }
  /** After the states told so far, nothing happens any more. */
  | { readonly kind: "stuttering" }
  | { readonly kind: "state"; readonly state: TlcState; readonly region: TlaRegion | null }
  /** The expressions that were being evaluated when the error before came up, the outermost first. */
  | { readonly kind: "positions"; readonly regions: readonly TlaRegion[] }
  | {
      readonly kind: "error";
      readonly code: number;
      readonly name: string;
      readonly failure: ToldDiagnosticCode;
      readonly text: string;
    }
  | {
      readonly kind: "note";
      readonly code: number;
      readonly name: string;
      readonly text: string;
    }
  | { readonly kind: "finished" }
  /** A code that no known release of TLC has. */
  | { readonly kind: "unknown"; readonly code: number; readonly text: string }
  /** A tuple that the specification prints, in TLA+. */
  | { readonly kind: "printed"; readonly text: string }
  /** A line outside of every message. */
  | { readonly kind: "output"; readonly line: string }
  | { readonly kind: "malformed"; readonly what: string }
  | { readonly kind: "cut"; readonly where: string };
