import type { Chain } from "../../../spec/platforms.js";
import { type PolicyName, policyNames } from "../../../spec/policies/all.js";
import { DEFAULT_CHAIN, type PlatformName, platformNames } from "../configuration/platform.js";
import { type CoreProperty, nmiProperties } from "../model/property-names.js";

/** A property of a built-in policy on a platform, proven for every chain and number of ips. */
export interface BuiltInProof {
  readonly policy: PolicyName;
  readonly platform: PlatformName;
  readonly property: CoreProperty;
}

/** What is proven of the built-in policies, on which platforms. */
const proven: Readonly<Record<PolicyName, Partial<Record<CoreProperty, readonly PlatformName[]>>>> =
  {
    none: { NoFalseSwallow: platformNames, NoStranded: platformNames },
    v5: { NoSpurious: ["ideal"] },
    mainline: { NoSpurious: ["ideal"], NoStranded: platformNames },
  };

/** Every proof of a built-in policy, in the order of the scorecard. */
export const builtInProofs: readonly BuiltInProof[] = policyNames.flatMap((policy) =>
  platformNames.flatMap((platform) =>
    nmiProperties.flatMap((property): readonly BuiltInProof[] =>
      proven[policy][property]?.includes(platform) === true ? [{ policy, platform, property }] : [],
    ),
  ),
);

/** The chains of two slots: one of them is in every chain that has two, whatever else it has. */
export const chainsOfTwoSlots: readonly Chain[] = [[1, 1], [2]];

/**
 * The chains of which it is proven that each run of the policy on them is one on every chain that
 * contains them: that of the scorecard, and for the two ways to walk a chain those of two slots.
 */
export const builtInEmbeddings: Readonly<Record<PolicyName, readonly Chain[]>> = {
  none: [...chainsOfTwoSlots, DEFAULT_CHAIN],
  v5: [...chainsOfTwoSlots, DEFAULT_CHAIN],
  mainline: [DEFAULT_CHAIN],
};
