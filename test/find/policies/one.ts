import type { Policy } from "nmicheck/policy";

/** `swallow_nmi` after one claimed event, for one NMI. */
export const one: Policy<{ readonly swallowNmi: boolean }> = {
  initial: { swallowNmi: false },
  enter: (memory, seen) => (seen.backToBack ? memory : { swallowNmi: false }),
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) =>
    seen.handled > 0
      ? { memory: { swallowNmi: true }, unclaimed: "report" }
      : { memory: { swallowNmi: false }, unclaimed: memory.swallowNmi ? "swallow" : "report" },
};
