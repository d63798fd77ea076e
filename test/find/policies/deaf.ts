import type { Policy } from "nmicheck/policy";

/** Swallows whatever nobody claims. */
export const deaf: Policy<null> = {
  initial: null,
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory) => ({ memory, unclaimed: "swallow" }),
};
