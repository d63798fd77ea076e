import type * as liveness from "../../../spec/cpu/liveness.js";
import type { nmi } from "../../../spec/cpu/nmi.js";

/** The properties that every machine is asked, in the order in which they are shown. */
export const nmiProperties = [
  "NoFalseSwallow",
  "NoSpurious",
  "NoMasked",
  "NoStranded",
] as const satisfies readonly (keyof typeof nmi.invariants)[];

/** A property that every machine is asked. */
export type CoreProperty = (typeof nmiProperties)[number];

/** All properties of every state, those that every machine is asked first. */
export const everyStateProperty = [
  ...nmiProperties,
  "NoHidden",
  "NoForgottenSource",
  "NoNeedlessPanic",
] as const satisfies readonly (keyof typeof nmi.invariants)[];

/** A property of every reachable state, on any machine. */
export type NmiProperty = keyof typeof nmi.invariants;

/** Whether a text is the name of a property that every machine is asked. */
export function isStateProperty(name: string): name is CoreProperty {
  return nmiProperties.some((known) => known === name);
}

/** Whether a text is the name of a property of every state, of any machine. */
export function isAnyStateProperty(name: string): name is NmiProperty {
  return everyStateProperty.some((known) => known === name);
}

/** What must happen eventually, in the order in which it is shown. */
export const nmiLivenessProperties = [
  "EveryEventHandled",
  "EveryExternalReported",
  "RepeatedExternalReported",
] as const satisfies readonly (
  | keyof typeof liveness.KernelRuns.properties
  | keyof typeof liveness.SourceRepeats.properties
)[];

/** A liveness property. */
export type NmiLivenessProperty = (typeof nmiLivenessProperties)[number];

/** A property of either kind: of every state, or a liveness property. */
export type NmiAnyProperty = NmiProperty | NmiLivenessProperty;

/** All properties that there are, those of every state first, and of these those of the core. */
export const everyProperty: readonly NmiAnyProperty[] = [
  ...everyStateProperty,
  ...nmiLivenessProperties,
];

/** All properties of the core, those of every state first. */
export const nmiCoreProperties = [...nmiProperties, ...nmiLivenessProperties] as const;

/** A property of the core, of either kind. */
export type NmiCoreProperty = CoreProperty | NmiLivenessProperty;

/** Whether a text is the name of a liveness property. */
export function isLivenessProperty(name: string): name is NmiLivenessProperty {
  return nmiLivenessProperties.some((known) => known === name);
}

/** The properties of every state that are asked of a machine, in the order in which they are shown. */
export function machineProperties(hasAxes: boolean): readonly NmiProperty[] {
  return hasAxes ? everyStateProperty : nmiProperties;
}
