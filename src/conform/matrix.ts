import type { Chain } from "../../spec/platforms.js";
import { type PolicyName, policyNames } from "../../spec/policies/all.js";
import type { NamedAxes } from "../configuration/named-axes.js";
import { type NamedPlatform, namedPlatform, platformNames } from "../configuration/platform.js";

/** A kernel's policy on a machine. */
export interface Configuration {
  readonly policy: PolicyName;
  readonly platform: NamedPlatform;
  /** What the machine has beside the core, if anything. */
  readonly axes?: NamedAxes;
}

const CHAINS: readonly Chain[] = [[1], [1, 1], [2], [2, 1]];
const RIPS = [1, 2];

/** Every built-in policy on the four platforms, with these chains and numbers of RIPs. */
export function configurations(
  chains: readonly Chain[] = CHAINS,
  rips: readonly number[] = RIPS,
): readonly Configuration[] {
  return policyNames.flatMap((policy) =>
    platformNames.flatMap((name) =>
      chains.flatMap((chain) =>
        rips.map((count) => ({ policy, platform: namedPlatform(name, chain, count) })),
      ),
    ),
  );
}
