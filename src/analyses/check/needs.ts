import { axisTexts } from "../../machine/configuration/axes-text.js";
import type { RecordedAtlas } from "./recorded-with-axes.js";
import type { CheckResult } from "./result.js";

/**
 * A smallest set of what a machine has beside the bare one that suffices to violate the property, as
 * the atlas has it; none of it where the bare machine will do. Null where the atlas does not say:
 * the property holds, or the machine has more than the atlas tells apart.
 */
export function neededFeatures(
  result: CheckResult,
  atlas: RecordedAtlas,
): readonly string[] | null {
  if (result.axes === undefined || result.verdict.verdict !== "violated") return null;
  const features = featuresOf(result);
  for (const some of subsets(features)) {
    if (some.length === features.length) return some;
    const recorded = atlas.verdictOf(result, some);
    if (recorded === undefined) return null;
    if (recorded !== "holds") return some;
  }
  return null;
}

/** The machine of a result by the names that the atlas has for what it has beside the bare one. */
export function featuresOf({
  platform,
  axes,
}: Pick<CheckResult, "platform" | "axes">): readonly string[] {
  return [
    ...(platform.sticky ? ["sticky"] : []),
    ...(platform.shadow ? ["shadow"] : []),
    ...axisTexts(axes?.names),
  ];
}

/** The subsets of a set, smaller ones first; those of one size in the order of the set. */
function subsets(all: readonly string[]): readonly (readonly string[])[] {
  let found: readonly (readonly string[])[] = [[]];
  for (const one of all) found = found.concat(found.map((some) => [...some, one]));
  return found.toSorted((left, right) => left.length - right.length);
}
