import type { Policy } from "nmicheck/policy";

/** `swallow_nmi`: an NMI of this back-to-back run claimed more than one event. */
interface Memory {
  readonly swallowNmi: boolean;
}

/**
 * Linux with the change that `nmicheck limits` finds: swallowing an NMI clears `swallow_nmi`, so that
 * one arming swallows one NMI. On the ideal platform no policy without a spurious report reports more.
 */
export const oneSwallow: Policy<Memory> = {
  initial: { swallowNmi: false },
  enter: (memory, seen) => (seen.backToBack ? memory : { swallowNmi: false }),
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => {
    if (seen.handled > 1) return { memory: { swallowNmi: true }, unclaimed: "report" };
    if (seen.handled > 0) return { memory, unclaimed: "report" };
    const swallows = seen.backToBack && memory.swallowNmi;
    return {
      memory: swallows ? { swallowNmi: false } : memory,
      unclaimed: swallows ? "swallow" : "report",
    };
  },
};
