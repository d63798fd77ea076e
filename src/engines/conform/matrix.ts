import type { Chain } from "../../../spec/platforms.js";
import { type PolicyName, policyNames } from "../../../spec/policies/all.js";
import type { Policy } from "../../../spec/policy.js";
import type { NamedAxes } from "../../machine/configuration/named-axes.js";
import {
  type NamedPlatform,
  namedPlatform,
  platformNames,
} from "../../machine/configuration/platform.js";

/** A policy on a machine. */
export type Configuration = BuiltInConfiguration | OwnConfiguration;

interface Machine {
  readonly platform: NamedPlatform;
  /** What the machine has beside the core, if anything. */
  readonly axes?: NamedAxes;
}

/** A built-in policy on a machine. */
export interface BuiltInConfiguration extends Machine {
  readonly policy: PolicyName;
  readonly own?: undefined;
}

/** A policy of the user's on a machine. */
export interface OwnConfiguration extends Machine {
  /** Its name; that of a built-in one means another policy. */
  readonly policy: string;
  readonly own: Policy<unknown>;
}

const CHAINS: readonly Chain[] = [[1], [1, 1], [2], [2, 1]];
const RIPS = [1, 2];

/** Every built-in policy on the four platforms, with these chains and numbers of RIPs. */
export function configurations(
  chains: readonly Chain[] = CHAINS,
  rips: readonly number[] = RIPS,
): readonly BuiltInConfiguration[] {
  const platforms = platformsOf(chains, rips);
  return policyNames.flatMap((policy) => platforms.map((platform) => ({ policy, platform })));
}

/** The four platforms, with these chains and numbers of RIPs. */
export function platformsOf(
  chains: readonly Chain[] = CHAINS,
  rips: readonly number[] = RIPS,
): readonly NamedPlatform[] {
  return platformNames.flatMap((name) =>
    chains.flatMap((chain) => rips.map((count) => namedPlatform(name, chain, count))),
  );
}
