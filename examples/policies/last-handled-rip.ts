import type { Policy, Rip, SeenMore } from "nmicheck/policy";

interface Memory {
  readonly swallowNmi: boolean;
  /** `last_nmi_rip`: where the last NMI was that somebody claimed. */
  readonly lastHandledRip: Rip | null;
}

/**
 * Like mainline, but `last_nmi_rip` is written only when something was handled, and nothing resets
 * `swallow_nmi`: an NMI is swallowed at the ip at which events were claimed last.
 */
export const lastHandledRip: Policy<Memory, SeenMore> = {
  initial: { swallowNmi: false, lastHandledRip: null },
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => {
    if (seen.handled > 0) {
      return {
        memory: { swallowNmi: memory.swallowNmi || seen.handled > 1, lastHandledRip: seen.ip },
        unclaimed: "report",
      };
    }
    const isThere = seen.ip === memory.lastHandledRip;
    return { memory, unclaimed: isThere && memory.swallowNmi ? "swallow" : "report" };
  },
};
