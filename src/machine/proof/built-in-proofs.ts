import { type PolicyName, policyNames } from "../../../spec/policies/all.js";
import { type PlatformName, platformNames } from "../configuration/platform.js";
import { type CoreProperty, nmiProperties } from "../model/nmi-model.js";

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
