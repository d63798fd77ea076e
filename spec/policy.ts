import type { Range, Vector } from "./language.js";
import type { Platform } from "./platforms.js";

/** What a policy file outside the project needs, it imports from here: `nmicheck/policy`. */
export { at, type Below, type Range, type Vector } from "./language.js";
export type { Platform } from "./platforms.js";

/** A place the CPU can be at outside NMI context: `regs->ip` when an NMI comes. */
export type Rip = Range<1, Platform["rips"]>;

/** How many events the handlers claimed so far in this NMI: 0, 1, or 2 for "more than one". */
export type Handled = Range<0, 2>;

/** All that a kernel can see of the NMI in progress. The hardware and the ghost are not in it. */
export interface Seen {
  /** The NMI interrupted the same `rip` as the one before it. */
  readonly backToBack: boolean;
  readonly handled: Handled;
}

/** Where the edges came from that were folded into one NMI: FRED's event data, a bitmap of vectors. */
export interface Sources {
  /** For each handler, whether its vector is in the bitmap; of one without a vector bit 0. */
  readonly handlers: Vector<boolean, Platform["chain"]["length"]>;
  /** Bit 2, LINT1, or bit 0, no vector given: a source that is no handler's. */
  readonly other: boolean;
}

/** How many events each handler claimed so far in this NMI. */
export type Claimed = Vector<Range<0, Platform["chain"][number]>, Platform["chain"]["length"]>;

/** What a kernel sees of the NMI in progress that is told more: by its handlers, or by the CPU. */
export interface SeenMore extends Seen {
  /** Where the NMI found the CPU: to be kept, and compared with what was kept, and nothing else. */
  readonly ip: Rip;
  readonly claimedBy: Claimed;
  /** Its sources, as far as the machine tells them. */
  readonly sources: Sources;
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
 * `Memory` is what it keeps from one NMI to the next, of any finite type. What it `Sees` is `Seen` on
 * every machine; `SeenMore` there is on machines that tell it more (the axis `policy-input`).
 */
export interface Policy<Memory, Sees extends Seen = Seen> {
  readonly initial: Memory;
  /** An NMI was taken. */
  enter(memory: Memory, seen: Sees): Memory;
  /** A handler returned. */
  proceed(memory: Memory, seen: Sees): Walk<Memory>;
  /** The walk of the chain is over. */
  finish(memory: Memory, seen: Sees): Decision<Memory>;
}
