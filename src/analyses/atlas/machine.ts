import type { Axes } from "../../../spec/cpu/axes.js";
import type { Platform } from "../../../spec/platforms.js";
import { axes, withAxes } from "../../machine/configuration/axes.js";

/** One value of an axis, or of the two that the platforms of the core have. */
export interface Feature {
  readonly axis: string;
  /** As the command line has it: `latch-depth=2`, `sticky`. */
  readonly name: string;
  readonly changes: {
    readonly axes?: Partial<Axes>;
    readonly platform?: Partial<Pick<Platform, "sticky" | "shadow">>;
  };
}

/** Every value of every axis but those at which it is off. */
export const features: readonly Feature[] = [
  { axis: "sticky", name: "sticky", changes: { platform: { sticky: true } } },
  { axis: "shadow", name: "shadow", changes: { platform: { shadow: true } } },
  ...axes.flatMap((axis) =>
    axis.values.map(
      (value): Feature => ({
        axis: axis.name,
        name: `${axis.name}=${value.name}`,
        changes: { axes: value.axes },
      }),
    ),
  ),
];

/** A machine of the atlas: the bare one, with at most two features of different axes. */
export interface Machine {
  readonly features: readonly Feature[];
  readonly platform: Platform;
  readonly axes: Axes;
}

function machineWith(size: Pick<Platform, "chain" | "rips">, chosen: readonly Feature[]): Machine {
  let platform: Platform = { ...size, sticky: false, shadow: false };
  for (const { changes } of chosen) platform = { ...platform, ...changes.platform };
  return { features: chosen, platform, axes: withAxes(chosen.map(({ changes }) => changes)) };
}

/** The bare machine, each feature alone, and each two features of different axes. */
export function machines(size: Pick<Platform, "chain" | "rips">): readonly Machine[] {
  const pairs = features.flatMap((first, index) =>
    features
      .slice(index + 1)
      .filter((second) => second.axis !== first.axis)
      .map((second) => [first, second]),
  );
  return [[], ...features.map((feature) => [feature]), ...pairs].map((chosen) =>
    machineWith(size, chosen),
  );
}
