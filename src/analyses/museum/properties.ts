import {
  everyStateProperty,
  machineProperties,
  type NmiLivenessProperty,
} from "../../machine/model/property-names.js";
import type { Machine } from "../../machine/subject.js";

/** That a button is heard which is pressed again and again: nobody is silenced for ever. */
export const HEARD = "RepeatedExternalReported" as const satisfies NmiLivenessProperty;

/** The properties that the museum asks about, in the order in which they are shown. */
export const museumProperties = [...everyStateProperty, HEARD] as const;

/** A property that the museum asks about. */
export type MuseumProperty = (typeof museumProperties)[number];

/** `holds`, the states of a shortest counterexample, or, of one that never ends, `violated`. */
export type MuseumVerdict = "holds" | "violated" | number;

/** The verdicts of a policy on a machine; what only machines with axes have is not asked of the core. */
export type MuseumVerdicts = Readonly<Partial<Record<MuseumProperty, MuseumVerdict>>>;

/** The properties that a machine of the museum is asked. */
export function askedOf({ axes }: Pick<Machine, "axes">): readonly MuseumProperty[] {
  return [...machineProperties(axes !== undefined), HEARD];
}
