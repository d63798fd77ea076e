import type { Blame, Diagnostic } from "../../base/diagnostic/diagnostic.js";
import type { Trace } from "../../machine/trace/schema.js";

/** How many states an engine met. */
export interface StateCounts {
  readonly distinct: number;
  readonly generated: number;
}

/** Why a run gave no answer. */
export interface Failure {
  readonly code: string;
  /** Who can fix it: a policy that breaks is the user's, a checker that breaks a tool's. */
  readonly blame: Blame;
  /** What is wrong, where if it is known, and what fixes it: all on one line. */
  readonly message: string;
  /** The same as the user reads it, line by line. */
  readonly diagnostic: Diagnostic;
}

/** A diagnostic as the reason of a failed run. */
export function failureOf(diagnostic: Diagnostic): Failure {
  const { code, blame, message, place, remedy } = diagnostic;
  const where = place === undefined ? "" : `${place.file}:${place.line}:${place.column}: `;
  return {
    code,
    blame,
    message: `${where}${message}${remedy === undefined ? "" : ` (${remedy.replace(/\.$/, "")})`}`,
    diagnostic,
  };
}

/** What was measured about a run, whatever its answer. */
export interface Measured {
  readonly states: StateCounts;
  /** States on the longest shortest path from the initial state, that one included. */
  readonly depth: number;
  readonly seconds: number;
  /** TLC has seen every state, also where something was violated. */
  readonly isWhole?: true;
}

/** What is known where nothing was run. */
export const nothingMeasured: Measured = {
  states: { distinct: 0, generated: 0 },
  depth: 0,
  seconds: 0,
};

/**
 * What a checker says of one property. The four answers are never merged:
 * `holds` only when the state space was exhausted with that property checked in every state.
 */
export type Verdict =
  | { readonly verdict: "holds"; readonly measured: Measured }
  | { readonly verdict: "violated"; readonly measured: Measured; readonly trace: Trace }
  | {
      readonly verdict: "bounded";
      readonly measured: Measured;
      readonly bound: string;
      /** Nobody has answered: it was ended from outside, or never begun for that reason. */
      readonly isCancelled?: true;
    }
  | { readonly verdict: "failed"; readonly measured: Measured; readonly failure: Failure };
