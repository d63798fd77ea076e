import type { Policy } from "../policy.js";

/**
 * The walk of the patch as posted ("[V5][PATCH 4/6] x86, nmi: add in logic to handle multiple events
 * and unknown NMIs", Don Zickus, September 2011) without its heuristic: in an NMI that is not
 * back-to-back the walk stops after the first handler that claimed something, and every NMI that
 * nobody claims is reported.
 */
export const firstClaimer: Policy<null> = {
  initial: null,
  enter: (memory) => memory,
  proceed: (memory, seen) => ({
    memory,
    walk: !seen.backToBack && seen.handled > 0 ? "stop" : "on",
  }),
  finish: (memory) => ({ memory, unclaimed: "report" }),
};
