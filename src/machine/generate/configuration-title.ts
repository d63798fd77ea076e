import type { NamedPlatform } from "../configuration/platform.js";
import { sizeText } from "../configuration/platform-text.js";

/** The heading of a configuration: what it is a configuration of. */
export function configurationTitle(
  policy: string,
  platform: NamedPlatform,
  axes: Readonly<Record<string, string>> = {},
): string {
  const values = Object.entries(axes).map(([name, value]) => `, ${name}=${value}`);
  return `Policy ${policy}, platform ${platform.name}, ${sizeText(platform)}${values.join("")}.`;
}
