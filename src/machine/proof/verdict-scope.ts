import { isAnyStateProperty } from "../model/nmi-model.js";
import type { LoadedPolicy } from "../policy/load.js";
import { builtInProofs } from "./built-in-proofs.js";
import { runsOnContainingChains } from "./containing-chains.js";

/** Which machines a verdict is about. */
export const verdictScopes = ["machine", "containing-chains", "every-chain"] as const;

/**
 * `machine`: the one that was asked about; `containing-chains`: every one whose chain contains its, and
 * with more places; `every-chain`: any number of handlers, slots and places.
 */
export type VerdictScope = (typeof verdictScopes)[number];

/** A verdict, and what it is about. */
export interface ScopedVerdict {
  readonly policy: LoadedPolicy;
  readonly platform: { readonly name: string };
  /** Undefined for the core. */
  readonly axes?: unknown;
  readonly property: string;
  readonly verdict: string;
}

/**
 * Which machines a verdict is about, as far as that is known without a solver: what holds for every
 * chain is what nmicheck records of the built-in policies.
 */
export function knownScope({
  policy,
  platform,
  axes,
  property,
  verdict,
}: ScopedVerdict): VerdictScope {
  if (axes !== undefined || !isAnyStateProperty(property)) return "machine";
  if (verdict === "violated") {
    return runsOnContainingChains(policy.policy) ? "containing-chains" : "machine";
  }
  const { origin } = policy;
  const isProven =
    verdict === "holds" &&
    origin.kind === "builtIn" &&
    builtInProofs.some(
      (proof) =>
        proof.policy === origin.name &&
        proof.platform === platform.name &&
        proof.property === property,
    );
  return isProven ? "every-chain" : "machine";
}
