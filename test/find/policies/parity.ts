import type { Policy } from "nmicheck/policy";

/** Every other NMI stops after the first claimer, and is swallowed when it is back-to-back. */
export const parity: Policy<{ readonly odd: boolean }> = {
  initial: { odd: false },
  enter: (memory) => ({ odd: !memory.odd }),
  proceed: (memory, seen) => ({
    memory,
    walk: memory.odd && seen.handled > 0 ? "stop" : "on",
  }),
  finish: (memory, seen) => ({
    memory,
    unclaimed: memory.odd && seen.backToBack ? "swallow" : "report",
  }),
};
