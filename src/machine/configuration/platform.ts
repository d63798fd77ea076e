import type { Platform } from "../../../spec/platforms.js";

/** The platforms of the scorecard, in the order in which they are shown. */
export const platformNames = ["ideal", "sticky", "shadow", "sticky+shadow"] as const;

/** The name of a platform of the scorecard. */
export type PlatformName = (typeof platformNames)[number];

/** A platform with the name that the scorecard gives it. */
export interface NamedPlatform extends Platform {
  readonly name: PlatformName;
}

/** The chain of the scorecard: `[2,1]`. */
export const DEFAULT_CHAIN: Platform["chain"] = [2, 1];

/** The number of RIPs of the scorecard. */
export const DEFAULT_RIPS = 2;

/** The platform called `name`, with this chain and this many RIPs. */
export function namedPlatform(
  name: PlatformName,
  chain: Platform["chain"] = DEFAULT_CHAIN,
  rips: number = DEFAULT_RIPS,
): NamedPlatform {
  return {
    name,
    chain,
    rips,
    sticky: name === "sticky" || name === "sticky+shadow",
    shadow: name === "shadow" || name === "sticky+shadow",
  };
}
