import type { Model } from "../../compiler/ir/model.js";
import { componentTypes, type Type } from "../../compiler/ir/type.js";
import { axesKey, bareAxes, type NamedAxes } from "../../machine/configuration/named-axes.js";
import { everyStateProperty } from "../../machine/model/property-names.js";
import { kept, specialisedTo } from "../../machine/policy/specialised.js";

/** What is changed, and on which machine it is looked at. */
export interface MutatedSource {
  readonly policy: string;
  /** The model with every axis under the policy, with the places of its source. */
  readonly whole: Model;
  /** Without, all of them are off. */
  readonly axes?: NamedAxes | undefined;
}

/** The model of one machine, and how its mutants are made comparable with it. */
export interface Machine {
  readonly source: MutatedSource;
  readonly model: Model;
  /** The variables of the model, and the fields of its records. */
  readonly parts: ReadonlySet<string>;
}

/** What tells machines apart: the model that is changed, and the axes. */
export function machineKeyOf({ axes = bareAxes }: MutatedSource): string {
  return axesKey(axes);
}

/** The machine before anything is changed. */
export function machineOf(source: MutatedSource): Machine {
  const parts = partsOf(modelWith(source, source.whole, new Set()));
  return withParts(source, parts);
}

/** The same machine, its model with more parts: those that never change on it have their first value. */
export function withParts(source: MutatedSource, parts: ReadonlySet<string>): Machine {
  return { source, model: modelWith(source, source.whole, parts), parts };
}

/**
 * The mutant of the whole model as it is on the machine: the change is made in the source, which is
 * specialised then. It has all parts of the machine's model, and more where the change gives it some.
 * Null where the machine has nothing of what is changed.
 */
export function mutantOn(machine: Machine, mutatedWhole: Model): Machine | null {
  const { source, parts } = machine;
  const model = modelWith(source, mutatedWhole, parts);
  if (textOf(model) === textOf(machine.model)) return null;
  return { source, model, parts: partsOf(model) };
}

function modelWith(
  { policy, axes }: MutatedSource,
  whole: Model,
  parts: ReadonlySet<string>,
): Model {
  const keeps = new Set([...kept, ...parts]);
  return specialisedTo(whole, policy, axes, everyStateProperty, keeps);
}

function partsOf({ variables }: Model): ReadonlySet<string> {
  const parts = new Set<string>();
  const collect = (type: Type): void => {
    if (type.kind === "record") for (const { name } of type.fields) parts.add(name);
    for (const inner of componentTypes(type)) collect(inner);
  };
  for (const { name, type } of variables) {
    parts.add(name);
    collect(type);
  }
  return parts;
}

/** The behaviour and the properties of a model as text: equal for models that are the same. */
function textOf({ constants, variables, operators, actions, invariants }: Model): string {
  return JSON.stringify([constants, variables, operators, actions, invariants]);
}
