import type { Positive } from "./language.js";

/** How many event slots each NMI_LOCAL handler polls, in calling order. Never empty. */
export type Chain = readonly [Positive, ...Positive[]];

/** What the machine is like. The ideal platform is neither sticky nor shadow. */
export interface Platform {
  /** NMI_LOCAL handlers in calling order: the number of event slots (PMU counters, say) of each. */
  readonly chain: Chain;
  /** How many places the CPU can be at outside NMI context. Only equality of places matters. */
  readonly rips: Positive;
  /** An event can happen again, with an edge of its own, while its status bit is still set. */
  readonly sticky: boolean;
  /** The CPU can execute while an NMI is pending: interrupt shadow, virtual CPU, slow delivery. */
  readonly shadow: boolean;
}
