import type { Policy, SeenMore } from "nmicheck/policy";

/**
 * What a kernel could do that is told where an NMI came from (FRED's NMI-source reporting): it reports
 * an NMI that nobody claimed if a source was in it that is no handler's, and swallows every other one.
 * `nmicheck check --policy by-source.ts --axis policy-input=bitmap`.
 */
export const bySource: Policy<null, SeenMore> = {
  initial: null,
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => ({
    memory,
    unclaimed: seen.sources.other ? "report" : "swallow",
  }),
};
