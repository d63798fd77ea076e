import { isAnyStateProperty, type NmiProperty } from "../model/property-names.js";
import type { LoadedPolicy } from "../policy/load.js";
import { runsOnContainingChains } from "./containing-chains.js";
import { keptProof, type ProvenBy, type ProvenOf } from "./kept-proofs.js";
import { shippedProofs } from "./shipped-proofs.js";
import type { VerdictScope } from "./verdict-scopes.js";

/** A verdict, and what it is about. */
export interface ScopedVerdict extends ProvenOf {
  readonly property: string;
  readonly verdict: string;
}

/** Which machines a verdict is about, and who has proven it where that is every chain. */
export type KnownScope =
  | { readonly scope: Exclude<VerdictScope, "every-chain"> }
  | ({ readonly scope: "every-chain" } & ProvenBy);

/**
 * Which machines a verdict is about, as far as that is known without a solver. What holds for every
 * chain is what solvers have said so of: nmicheck's record of its built-in policies, and what `prove` has
 * kept, each for the very model that the verdict is about.
 */
export async function knownScope(verdict: ScopedVerdict): Promise<KnownScope> {
  const { policy, platform, axes, property } = verdict;
  if (!isAnyStateProperty(property)) return { scope: "machine" };
  const subject = axes === undefined ? { policy, platform } : { policy, platform, axes };
  switch (verdict.verdict) {
    case "violated": {
      const isLasting = axes === undefined && runsOnContainingChains(policy.policy);
      return { scope: isLasting ? "containing-chains" : "machine" };
    }
    case "holds": {
      const proven =
        (await shippedProof(subject, property)) ?? (await keptProof(subject, property));
      return proven === null ? { scope: "machine" } : { scope: "every-chain", ...proven };
    }
    default:
      return { scope: "machine" };
  }
}

async function shippedProof(
  { policy, platform, axes }: ProvenOf,
  property: NmiProperty,
): Promise<ProvenBy | null> {
  if (axes !== undefined || policy.origin.kind !== "builtIn") return null;
  const { properties, solvers } = await shippedProofs();
  const isRecorded = properties.some(
    (one) =>
      one.digest === policy.digest && one.platform === platform.name && one.property === property,
  );
  return isRecorded ? { solvers } : null;
}

/**
 * By whom it is proven that each run under a built-in policy on the chain is one on every chain that
 * contains it; null where that is not recorded of the policy and model at hand.
 */
export async function shippedEmbedding(
  { digest }: LoadedPolicy,
  chain: readonly number[],
): Promise<ProvenBy | null> {
  const { embeddings, solvers } = await shippedProofs();
  const isRecorded = embeddings.some(
    (one) => one.digest === digest && one.chain.join() === chain.join(),
  );
  return isRecorded ? { solvers } : null;
}
