/** What may be left out of an exploration without changing a verdict or a shortest length. */
export const reductionNames = ["symmetry", "dead", "chains"] as const;

/** What may be left out of an exploration without changing its verdicts. */
export type ReductionName = (typeof reductionNames)[number];
