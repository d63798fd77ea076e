import type { Platform } from "../../../spec/platforms.js";
import type { PlatformName } from "../configuration/platform.js";

/** What a platform is called. Chain and places are not part of the name. */
export function platformName({
  sticky,
  shadow,
}: Pick<Platform, "sticky" | "shadow">): PlatformName {
  if (sticky) return shadow ? "sticky+shadow" : "sticky";
  return shadow ? "shadow" : "ideal";
}
