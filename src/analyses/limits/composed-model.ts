import { join } from "node:path";
import type { Model } from "../../compiler/ir/model.js";
import { printModule } from "../../compiler/tla/module.js";
import { typeSetInFull } from "../../compiler/tla/sets.js";
import { bareAxes, type NamedAxes } from "../../machine/configuration/named-axes.js";
import { irOf } from "../../machine/policy/ir-cache.js";
import { loadPolicy } from "../../machine/policy/load.js";
import { specialisedTo } from "../../machine/policy/specialised.js";
import type { WalkName } from "./walk.js";

/** An action of the model, as another module calls it. */
export interface ComposedAction {
  readonly name: string;
  /** Each with the set of its values, written out. */
  readonly parameters: readonly { readonly name: string; readonly set: string }[];
}

/** A module that is instantiated, with its text. */
export interface ComposedModel {
  /** The name of the module. */
  readonly module: string;
  readonly variables: readonly string[];
  readonly actions: readonly ComposedAction[];
  readonly text: string;
}

/**
 * The TLA+ of a walk on a machine. That of the whole chain is the policy `none`; the other one is
 * compiled from `spec/walks/`.
 *
 * @throws Diagnostic of the compiler, which means that the package is broken
 */
export async function composedModel(
  walk: WalkName,
  axes: NamedAxes = bareAxes,
): Promise<ComposedModel> {
  return composedOf(await modelOf(walk, axes));
}

/** The TLA+ of a model, as another module instantiates it. */
export function composedOf(model: Model): ComposedModel {
  const { name: module, names, text } = printModule(model);
  return {
    module,
    text,
    variables: model.variables.map(({ name }) => names.variable(name)),
    actions: model.actions.map(({ name, parameters }) => ({
      name: names.operator(name),
      parameters: parameters.map(({ name: own, type }) => {
        return { name: names.local(own), set: typeSetInFull(type, names) };
      }),
    })),
  };
}

async function modelOf(walk: WalkName, axes: NamedAxes): Promise<Model> {
  if (walk === "chain") {
    const loaded = await loadPolicy("none");
    if (loaded.kind === "refused") throw loaded.diagnostics[0] ?? new Error("none is not there");
    return irOf(loaded.policy, axes);
  }
  const { compilePolicy, specFolder } = await import("../../machine/policy/compile-policy.js");
  const result = compilePolicy(join(specFolder, "walks", "first-claimer.ts"));
  if (result.kind === "refused")
    throw result.diagnostics[0] ?? new Error("the walk does not compile");
  const { name, whole } = result.policy;
  return specialisedTo(whole, name, axes);
}
