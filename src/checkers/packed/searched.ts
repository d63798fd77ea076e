import type { Bound, Progress } from "../explore/exploration.js";
import type { GeneratedExplorer } from "./generated-explorer.js";
import type { Level } from "./state-store.js";

/** Why a search ended. */
export type SearchEnd =
  | { readonly end: "exhausted" }
  | { readonly end: "bounded"; readonly bound: Bound }
  /** The model fails in a state of the last level but one, or an invariant does in the last one. */
  | { readonly end: "failed" };

/** What a search of packed states found. */
export interface Searched {
  readonly end: SearchEnd;
  /** Computes successors and invariants of a state. */
  readonly explorer: Pick<
    GeneratedExplorer,
    "successors" | "rawSuccessors" | "violations" | "undefinedInvariants"
  >;
  /** Every state, by its distance from the initial one; in a level in any order. */
  readonly levels: readonly Level[];
  /**
   * For each violated invariant, by its number, the level in which a state without it is first: one
   * beyond the last level if no state is kept of it.
   */
  readonly violations: ReadonlyMap<number, number>;
  /** The invariants that cannot be evaluated in some state of the last level, one bit each. */
  readonly unclear: number;
  /** Whether the model fails in some state of the last level that was expanded. */
  readonly fails: boolean;
  readonly progress: Progress;
  /** Bytes taken for states and the visited set. */
  readonly bytes: number;
}
