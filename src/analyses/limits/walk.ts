import { none } from "../../../spec/policies/none.js";
import type { Policy } from "../../../spec/policy.js";
import { firstClaimer } from "../../../spec/walks/first-claimer.js";

/** How the chain of handlers is walked: all of it, or as the patch of 2011 has it. */
export const walkNames = ["chain", "seed"] as const;

export type WalkName = (typeof walkNames)[number];

/**
 * Each walk with a policy that does nothing else: it reports whatever nobody claims. What the
 * hardware does depends on the walk alone, not on what a policy says in the end.
 */
export const walks: Readonly<Record<WalkName, Policy<unknown>>> = {
  chain: none,
  seed: firstClaimer,
};

/** A walk in words, to stand after "with". */
export function walkText(walk: WalkName): string {
  return walk === "chain"
    ? "every handler called in every NMI"
    : "the seed's walk: it stops after the first claimer unless back-to-back";
}

/** The built-in policy of a kernel that walks so: what the engines play. */
export function kernelPolicy(walk: WalkName): "mainline" | "v5" {
  return walk === "chain" ? "mainline" : "v5";
}
