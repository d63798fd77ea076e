import type { Policy } from "../../../spec/policy.js";

/** Like mainline, but one arming swallows one NMI only. */
export const once: Policy<{ readonly armed: boolean }> = {
  initial: { armed: false },
  enter: (memory, seen) => (seen.backToBack ? memory : { armed: false }),
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => {
    if (seen.handled > 0)
      return { memory: seen.handled > 1 ? { armed: true } : memory, unclaimed: "report" };
    return {
      memory: { armed: false },
      unclaimed: seen.backToBack && memory.armed ? "swallow" : "report",
    };
  },
};
