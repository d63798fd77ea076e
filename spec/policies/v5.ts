import type { Policy } from "../policy.js";

/** `swallow_nmi`: an NMI of this back-to-back run claimed more than one event. */
interface Memory {
  readonly swallowNmi: boolean;
}

/**
 * The heuristic as posted: "[V5][PATCH 4/6] x86, nmi: add in logic to handle multiple events and
 * unknown NMIs" (Don Zickus, September 2011).
 */
export const v5: Policy<Memory> = {
  initial: { swallowNmi: false },

  /** An NMI that is not back-to-back resets the heuristic. */
  enter: (memory, seen) => (seen.backToBack ? memory : { swallowNmi: false }),

  /**
   * "Optimization: only loop once if this is not a back-to-back NMI": there the walk stops after
   * the first handler that claimed something.
   */
  proceed: (memory, seen) => ({
    memory,
    walk: !seen.backToBack && seen.handled > 0 ? "stop" : "on",
  }),

  /**
   * More than one event claimed: the next NMI may be one whose event is already handled, so a
   * back-to-back NMI that nobody claims is swallowed from now on.
   */
  finish: (memory, seen) => ({
    memory: seen.handled > 1 ? { swallowNmi: true } : memory,
    unclaimed: seen.backToBack && memory.swallowNmi ? "swallow" : "report",
  }),
};
