import type { Axes } from "../../spec/cpu/axes.js";
import { type AxisValue, axes, everyAxis, withAxes } from "./axes.js";
import { unknownName } from "./faults.js";
import { twoValues } from "./option-faults.js";

/** A machine with axes, and the names of their values as the command line has them. */
export interface NamedAxes {
  readonly machine: Axes;
  /** The value of each axis that is not off. */
  readonly names: Readonly<Record<string, string>>;
}

/**
 * Reads values of axes as the command line has them: `touch=yes`, `manners=doubles`.
 *
 * @throws Fault `configuration/unknown-name`, with the nearest name; `configuration/option-twice`
 * for two values of one axis
 */
export function readAxes(texts: readonly string[]): NamedAxes {
  const chosen = new Map<string, ReturnType<typeof readAxis> & { readonly text: string }>();
  for (const text of texts) {
    const one = readAxis(text);
    const other = chosen.get(one.axis);
    if (other !== undefined) throw twoValues(`the axis ${one.axis}`, other.text, text);
    chosen.set(one.axis, { ...one, text });
  }
  const values = [...chosen.values()];
  return {
    machine: withAxes(values.map(({ value }) => value)),
    names: Object.fromEntries(
      everyAxis.flatMap(({ name, off }) => {
        const value = chosen.get(name)?.value.name ?? off;
        return value === off ? [] : [[name, value] as const];
      }),
    ),
  };
}

/** What tells machines with axes apart: equal for equal axes, whoever made them. */
export function axesKey({ names }: NamedAxes): string {
  return Object.entries(names)
    .map(([name, value]) => `${name}=${value}`)
    .sort()
    .join(" ");
}

/** All axes off: the machine of the core. */
export const bareAxes: NamedAxes = readAxes([]);

/** Each value of each axis of the machine alone, the bare machine first. */
export function eachAxisAlone(): readonly NamedAxes[] {
  const alone = axes.flatMap(({ name, values }) =>
    values.map((value) => readAxes([`${name}=${value.name}`])),
  );
  return [bareAxes, ...alone];
}

function readAxis(text: string): { readonly axis: string; readonly value: AxisValue } {
  const [name = "", ...rest] = text.split("=");
  const value = rest.length === 0 ? undefined : rest.join("=");
  const axis = everyAxis.find((one) => one.name === name.trim());
  if (axis === undefined) {
    throw unknownName(
      "axis",
      name.trim(),
      everyAxis.map((one) => one.name),
    );
  }
  const known = [{ name: axis.off, axes: {} }, ...axis.values];
  const found = known.find((one) => one.name === value?.trim());
  if (found !== undefined) return { axis: axis.name, value: found };
  throw unknownName(
    `value of the axis ${axis.name}`,
    value?.trim() ?? "",
    known.map((one) => one.name),
  );
}
