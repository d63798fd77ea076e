import type { Platform } from "../../spec/platforms.js";
import type { TracePlatform } from "./schema.js";

export type PlatformName = TracePlatform["name"];

/** The four platforms, in the order in which they are shown. */
export const platformNames = [
  "ideal",
  "sticky",
  "shadow",
  "sticky+shadow",
] as const satisfies readonly PlatformName[];

/** What a platform is called. Chain and places are not part of the name. */
export function platformName({
  sticky,
  shadow,
}: Pick<Platform, "sticky" | "shadow">): PlatformName {
  if (sticky) return shadow ? "sticky+shadow" : "sticky";
  return shadow ? "shadow" : "ideal";
}

/** The two properties that the name of a platform stands for. */
export function platformFlags(name: PlatformName): Pick<Platform, "sticky" | "shadow"> {
  return { sticky: name.startsWith("sticky"), shadow: name.endsWith("shadow") };
}
