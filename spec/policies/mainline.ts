import type { Policy } from "../policy.js";

/** `swallow_nmi`: an NMI of this back-to-back run claimed more than one event. */
interface Memory {
  readonly swallowNmi: boolean;
}

/**
 * `default_do_nmi` of Linux 3.2 until today (`arch/x86/kernel/nmi.c`, read in 6.1 and 6.12): the
 * heuristic of `v5`, but every handler is called in every NMI.
 */
export const mainline: Policy<Memory> = {
  initial: { swallowNmi: false },

  /** An NMI that is not back-to-back resets the heuristic. */
  enter: (memory, seen) => (seen.backToBack ? memory : { swallowNmi: false }),

  /** `nmi_handle` calls every handler of the chain. */
  proceed: (memory) => ({ memory, walk: "on" }),

  /**
   * "There are cases when a NMI handler handles multiple events in the current NMI": more than one
   * claimed sets `swallow_nmi`; `if (b2b && swallow_nmi)` swallows an NMI that nobody claims.
   */
  finish: (memory, seen) => ({
    memory: seen.handled > 1 ? { swallowNmi: true } : memory,
    unclaimed: seen.backToBack && memory.swallowNmi ? "swallow" : "report",
  }),
};
