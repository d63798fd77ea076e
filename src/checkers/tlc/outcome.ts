import type { TlcDiagnostic } from "./diagnostics.js";
import type { CollisionProbability, TlcCounts, TlcProgress, TlcState } from "./events.js";
import type { Continuation, Shown } from "./record.js";

/** How the process of a run ended. */
export type Exit =
  | { readonly kind: "code"; readonly code: number }
  | { readonly kind: "signal"; readonly signal: string }
  /** We stopped it, because its time was over. */
  | { readonly kind: "timeout"; readonly seconds: number };

/** What a run of TLC came to. These answers are never merged. */
export type TlcOutcome =
  /** Every reachable state was checked, and nothing is wrong in any but in those that are shown. */
  | {
      readonly kind: "success";
      readonly counts: TlcCounts;
      /** States on the longest shortest path from an initial state, that one included. */
      readonly depth: number;
      readonly collision: CollisionProbability;
      /** The tuples that the specification printed, in TLA+. */
      readonly printed: readonly string[];
      /** What was found by a run that goes on; nothing by others. */
      readonly shown: readonly Shown[];
    }
  /** The last of `states` breaks the invariant. */
  | {
      readonly kind: "violated";
      readonly invariant: string;
      readonly states: readonly TlcState[];
      /** Null where an initial state breaks it: TLC counts nothing then. */
      readonly counts: TlcCounts | null;
      readonly depth: number;
    }
  /** The last step of `states` breaks a property that is asked of every step. */
  | {
      readonly kind: "stepViolated";
      readonly property: string;
      readonly states: readonly TlcState[];
      readonly counts: TlcCounts | null;
      readonly depth: number;
    }
  /** The behaviour of `states`, which goes on for ever, breaks some temporal property. */
  | {
      readonly kind: "temporal";
      readonly states: readonly TlcState[];
      readonly continuation: Continuation;
      readonly counts: TlcCounts | null;
      readonly depth: number;
    }
  /** The last of `states` has no successor. */
  | {
      readonly kind: "deadlock";
      readonly states: readonly TlcState[];
      readonly counts: TlcCounts | null;
      readonly depth: number;
    }
  /** The time was over, and nothing else was found in what had been checked until then. */
  | {
      readonly kind: "bounded";
      readonly seconds: number;
      /** What TLC said last; null if it had said nothing yet. */
      readonly reached: TlcProgress | null;
      /** What the specification had printed by then. */
      readonly printed: readonly string[];
      /** What a run that goes on had found by then, and shown to its end. */
      readonly shown: readonly Shown[];
    }
  /** There is no answer, and this is why. */
  | {
      readonly kind: "failed";
      readonly diagnostic: TlcDiagnostic;
      readonly reached: TlcProgress | null;
    };
