import type { Policy } from "../policy.js";

/** No heuristic: every handler is called, and an NMI that nobody claims is always reported. */
export const none: Policy<null> = {
  initial: null,
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory) => ({ memory, unclaimed: "report" }),
};
