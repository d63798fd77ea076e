import type { Policy } from "nmicheck/policy";

/** Swallows the third unclaimed NMI after two that it reported, whatever they were. */
export const third: Policy<{ readonly reported: 0 | 1 | 2 }> = {
  initial: { reported: 0 },
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => {
    if (seen.handled > 0) return { memory, unclaimed: "report" };
    if (memory.reported === 2) return { memory: { reported: 0 }, unclaimed: "swallow" };
    return { memory: { reported: memory.reported === 0 ? 1 : 2 }, unclaimed: "report" };
  },
};
