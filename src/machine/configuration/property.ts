import type { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import {
  everyProperty,
  isLivenessProperty,
  type NmiAnyProperty,
  nmiCoreProperties,
} from "../model/property-names.js";
import { askedElsewhere, needsAxes, unknownName } from "./diagnostics.js";
import type { NamedAxes } from "./named-axes.js";

/** A machine on which each property can break that is about machines with axes alone. */
const ITS_AXIS: ReadonlyMap<string, string> = new Map([
  ["NoHidden", "unknown-chain=greedy"],
  ["NoForgottenSource", "reason-port=yes"],
  ["NoNeedlessPanic", "panic=unknown"],
]);

/** Whether a property is about machines with axes alone. */
export function isOfAxesAlone(property: string): boolean {
  return (
    everyProperty.some((name) => name === property) &&
    !nmiCoreProperties.some((name) => name === property)
  );
}

/** An axis to ask a property with that needs one, as `--axis` takes it. */
export function axisFor(property: string): string {
  return ITS_AXIS.get(property) ?? "reason-port=yes";
}

/** An axis as it is written where a machine is asked about: on the command line, or in a record. */
export type AxisNotation = "option" | "record";

/**
 * Why a property cannot be asked of a machine with these axes, or without any; null where it can.
 */
export function whyNotOfMachine(
  property: NmiAnyProperty,
  axes: Pick<NamedAxes, "board"> | undefined,
  notation: AxisNotation,
): Diagnostic | null {
  if (axes !== undefined || !isOfAxesAlone(property)) return null;
  const [axis, value] = axisFor(property).split("=");
  const example =
    notation === "option" ? `--axis ${axis}=${value}` : `axes: { "${axis}": "${value}" }`;
  return needsAxes(property, example);
}

/** The options of `check` that ask for a property. */
export function propertyOptions(property: string): string {
  const axis = isOfAxesAlone(property) ? `--axis ${axisFor(property)} ` : "";
  return `${axis}--property ${property}`;
}

/**
 * Reads the name of a property.
 *
 * @param asker who is asked, as a message names it: "`find`"
 * @param known the properties that it can be asked about
 * @throws Diagnostic `configuration/unknown-name` with the nearest name; `configuration/asked-elsewhere`
 * for a property that there is, and that others can be asked about
 */
export function readProperty<Name extends string>(
  asker: string,
  name: string,
  known: readonly Name[],
): Name {
  const found = known.find((one) => one === name);
  if (found !== undefined) return found;
  if (!everyProperty.some((one) => one === name)) throw unknownName("property", name, known);
  const about = isLivenessProperty(name) ? "what must happen eventually" : "machines with axes";
  throw askedElsewhere(asker, name, about, `check ${propertyOptions(name)}`);
}
