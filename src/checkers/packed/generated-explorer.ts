import type { StateStore } from "./state-store.js";
import type { VisitedSet } from "./visited-set.js";

/** Told one successor of a state: the number of the event and the words of the new state. */
export type VisitSuccessor = (event: number, ...words: number[]) => void;

/** What generated code can do. States are given as their words, in anything that holds numbers. */
export interface GeneratedExplorer {
  /**
   * Takes the states in `states` from item `from` up to `to` that were never seen before into the
   * visited set and the store.
   */
  absorb(states: Int32Array, from: number, to: number): void;
  /**
   * Computes the successors of the states in `states` from item `from` up to `to`, and takes those
   * never seen before into the visited set and the store.
   *
   * @throws what the store throws when there is no room
   */
  expand(states: Int32Array, from: number, to: number): void;
  /** Tells every successor of one state, in the order of events, and the events that fail in it. */
  successors(state: ArrayLike<number>, visit: VisitSuccessor, fail: (event: number) => void): void;
  /** The same with the bits that do not matter afterwards: only to ask about invariants. */
  rawSuccessors(
    state: ArrayLike<number>,
    visit: VisitSuccessor,
    fail: (event: number) => void,
  ): void;
  /** The invariants that do not hold in the state, one bit each. */
  violations(state: ArrayLike<number>): number;
  /** The invariants that cannot be evaluated in the state, one bit each. */
  undefinedInvariants(state: ArrayLike<number>): number;
}

/** Where generated code keeps states. Each call of `absorb` and `expand` looks anew at what is there. */
export interface ExplorerMemory {
  store: StateStore;
  visited: VisitedSet;
}

/** What the source of a module (`moduleText`) evaluates to. */
export type ExplorerFactory = (memory: ExplorerMemory) => GeneratedExplorer;

/** Makes the generated code run. It comes from `moduleText` and nowhere else. */
export function loadExplorer(source: string): ExplorerFactory {
  const factory: ExplorerFactory = new Function(source)();
  return factory;
}
