import type { Policy } from "../../spec/policy.js";

/** `swallow_nmi` after one claimed event, for one NMI. */
const one: Policy<{ readonly swallowNmi: boolean }> = {
  initial: { swallowNmi: false },
  enter: (memory, seen) => (seen.backToBack ? memory : { swallowNmi: false }),
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) =>
    seen.handled > 0
      ? { memory: { swallowNmi: true }, unclaimed: "report" }
      : { memory: { swallowNmi: false }, unclaimed: memory.swallowNmi ? "swallow" : "report" },
};

/** Begins with `swallow_nmi` set, and never looks at `rip`. */
const eager: Policy<{ readonly swallowNmi: boolean }> = {
  initial: { swallowNmi: true },
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => ({
    memory: { swallowNmi: seen.handled > 0 },
    unclaimed: memory.swallowNmi ? "swallow" : "report",
  }),
};

/** Swallows the third unclaimed NMI after two that it reported, whatever they were. */
const third: Policy<{ readonly reported: 0 | 1 | 2 }> = {
  initial: { reported: 0 },
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => {
    if (seen.handled > 0) return { memory, unclaimed: "report" };
    if (memory.reported === 2) return { memory: { reported: 0 }, unclaimed: "swallow" };
    return { memory: { reported: memory.reported === 0 ? 1 : 2 }, unclaimed: "report" };
  },
};

/** Every other NMI stops after the first claimer, and is swallowed when it is back-to-back. */
const parity: Policy<{ readonly odd: boolean }> = {
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

/** Swallows whatever nobody claims. */
const deaf: Policy<null> = {
  initial: null,
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory) => ({ memory, unclaimed: "swallow" }),
};

/** Policies as a user may write them, which do what no built-in one does. */
export const ownPolicies = { one, eager, third, parity, deaf } as const satisfies Readonly<
  Record<string, Policy<unknown>>
>;

export type OwnPolicyName = keyof typeof ownPolicies;
