import type { StateStore } from "./state-store.js";
import type { VisitedSet } from "./visited-set.js";

/** Told one successor of a state: the number of the event and the words of the new state. */
export type VisitSuccessor = (event: number, ...words: number[]) => void;

/** What generated code can do. States are given as their words, in anything that holds numbers. */
export interface GeneratedExplorer {
  /**
   * Takes the states in `states` from item `from` up to `to` that were never seen before, and that
   * belong to this thread, into the visited set and the store.
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

/** States on their way to another thread: the words up to item `tail`; at `end` there is no room. */
export interface Outbox {
  words: Int32Array;
  tail: number;
  end: number;
}

/** How the threads of one exploration share its states: each state belongs to one of them. */
export interface Exchange {
  /** How many threads there are. */
  readonly owners: number;
  /** The number of this one. */
  readonly self: number;
  /** For each thread, this one included. */
  readonly outboxes: readonly Outbox[];
  /** Sends what is in the outbox, and makes room. May call `absorb` meanwhile. */
  flush(owner: number): void;
}

/** For an exploration by one thread: every state belongs to it. */
export const alone: Exchange = { owners: 1, self: 0, outboxes: [], flush: () => {} };

/** Where generated code keeps states. Each call of `absorb` and `expand` looks anew at what is there. */
export interface ExplorerMemory {
  store: StateStore;
  visited: VisitedSet;
  exchange: Exchange;
}

/** What the source of a module (`moduleText`) evaluates to. */
export type ExplorerFactory = (memory: ExplorerMemory) => GeneratedExplorer;

/** Makes the generated code run. It comes from `moduleText` and nowhere else. */
export function loadExplorer(source: string): ExplorerFactory {
  const factory: ExplorerFactory = new Function(source)();
  return factory;
}
