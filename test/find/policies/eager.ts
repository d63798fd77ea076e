import type { Policy } from "nmicheck/policy";

/** Begins with `swallow_nmi` set, and never looks at `rip`. */
export const eager: Policy<{ readonly swallowNmi: boolean }> = {
  initial: { swallowNmi: true },
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => ({
    memory: { swallowNmi: seen.handled > 0 },
    unclaimed: memory.swallowNmi ? "swallow" : "report",
  }),
};
