/** Which machines a verdict is about. */
export const verdictScopes = ["machine", "containing-chains", "every-chain"] as const;

/**
 * `machine`: the one that was asked about; `containing-chains`: every one whose chain contains its, and
 * with more places; `every-chain`: any number of handlers, slots and places.
 */
export type VerdictScope = (typeof verdictScopes)[number];
