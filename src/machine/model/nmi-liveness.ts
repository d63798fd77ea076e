import {
  EveryEventHandled,
  EveryExternalReported,
  KernelRuns,
  RepeatedExternalReported,
  SourceRepeats,
} from "../../../spec/cpu/liveness.js";
import type { State } from "../../../spec/cpu/state.js";
import type { LeadsTo } from "../../../spec/language.js";
import type { Platform } from "../../../spec/platforms.js";
import type {
  FairnessAssumption,
  LeadsToCase,
  LivenessProperty,
} from "../../checkers/explore/liveness.js";
import {
  type CoreProperty,
  everyStateProperty,
  type NmiProperty,
  nmiProperties,
} from "./nmi-model.js";

/** What must happen eventually, in the order in which it is shown. */
export const nmiLivenessProperties = [
  "EveryEventHandled",
  "EveryExternalReported",
  "RepeatedExternalReported",
] as const satisfies readonly (
  | keyof typeof KernelRuns.properties
  | keyof typeof SourceRepeats.properties
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

const kernelRuns: FairnessAssumption = {
  name: "KernelRuns",
  weaklyFair: Object.keys(KernelRuns.weaklyFair),
  stronglyFair: [],
  ceasing: [],
};

const sourceRepeats: FairnessAssumption = {
  name: "SourceRepeats",
  weaklyFair: Object.keys(SourceRepeats.weaklyFair),
  stronglyFair: [],
  ceasing: Object.keys(SourceRepeats.ceasing),
};

function demand<S>(
  parameters: LeadsToCase<S>["parameters"],
  ask: (state: S) => LeadsTo,
): LeadsToCase<S> {
  return {
    parameters,
    whenever: (state) => ask(state).whenever,
    eventually: (state) => ask(state).eventually,
  };
}

/** The property on this platform, as the typed model states it. */
export function nmiLiveness(
  name: NmiLivenessProperty,
  platform: Platform,
): LivenessProperty<State<unknown>, NmiLivenessProperty> {
  switch (name) {
    case "EveryEventHandled":
      return {
        name,
        fairness: kernelRuns,
        cases: platform.chain.flatMap((slots, handler) =>
          Array.from({ length: slots }, (_, slot) =>
            demand({ handler, slot }, (state: State<unknown>) =>
              EveryEventHandled(state, handler, slot),
            ),
          ),
        ),
      };
    case "EveryExternalReported":
      return { name, fairness: kernelRuns, cases: [demand({}, EveryExternalReported)] };
    case "RepeatedExternalReported":
      return { name, fairness: sourceRepeats, cases: [demand({}, RepeatedExternalReported)] };
  }
}
