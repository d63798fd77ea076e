import type { Range } from "./language.js";

/** What a policy file outside the project needs, it imports from here: `nmicheck/policy`. */
export { at, type Below, type Range, type Vector } from "./language.js";

/** How many events the handlers claimed so far in this NMI: 0, 1, or 2 for "more than one". */
export type Handled = Range<0, 2>;

/** All that a kernel can see of the NMI in progress. The hardware and the ghost are not in it. */
export interface Seen {
  /** The NMI interrupted the same `rip` as the one before it. */
  readonly backToBack: boolean;
  readonly handled: Handled;
}

/** After a handler: the policy's memory, and whether the next handler is called. */
export interface Walk<Memory> {
  readonly memory: Memory;
  readonly walk: "on" | "stop";
}

/** At the end: the policy's memory, and what becomes of the NMI if no handler claimed it. */
export interface Decision<Memory> {
  readonly memory: Memory;
  readonly unclaimed: "report" | "swallow";
}

/**
 * How a kernel deals with NMIs that nobody claims: a state machine over what a kernel can see.
 *
 * `Memory` is what it keeps from one NMI to the next, of any finite type.
 */
export interface Policy<Memory> {
  readonly initial: Memory;
  /** An NMI was taken. */
  enter(memory: Memory, seen: Seen): Memory;
  /** A handler returned. */
  proceed(memory: Memory, seen: Seen): Walk<Memory>;
  /** The walk of the chain is over. */
  finish(memory: Memory, seen: Seen): Decision<Memory>;
}
