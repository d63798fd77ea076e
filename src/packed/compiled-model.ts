import { eventText } from "../explore/executable-model.js";
import { eventOf } from "../explore/interpreted-model.js";
import { type Instance, instantiate } from "../ir/instance.js";
import type { Model } from "../ir/model.js";
import type { ConstantValues } from "../ir/value.js";
import { type SymmetricFields, symmetricFields } from "./canonical-state.js";
import { type Layout, layoutOf } from "./layout.js";
import { moduleText } from "./module-text.js";
import { compileProgram } from "./program.js";
import { type ReductionName, usedSymmetry } from "./reductions.js";

/** One configuration of a model, compiled to an explorer of its own. */
export interface CompiledModel {
  readonly instance: Instance;
  readonly layout: Layout;
  /** The JavaScript source of the explorer, see `moduleText`. */
  readonly source: string;
  /** Every event as text, in the order of the model. */
  readonly events: readonly string[];
  /** The variables of which only equality matters; none where symmetry is not used. */
  readonly symmetric: SymmetricFields;
}

/** How to compile. */
export interface CompileOptions {
  /** None by default: then the counts are those of the model as written. */
  readonly reductions?: readonly ReductionName[];
}

/**
 * Compiles `model` for the configuration in which its constants are `constants`: finite domains to
 * bits, steps and invariants to JavaScript.
 *
 * @throws TypeError when a constant has no value, or an operation cannot be compiled
 * @throws Fault `packed/too-many-values`
 */
export function compileForExploration(
  model: Model,
  constants: ConstantValues,
  options: CompileOptions = {},
): CompiledModel {
  const instance = instantiate(model, constants);
  const layout = layoutOf(instance);
  const symmetric = symmetricFields(usedSymmetry(model, options.reductions ?? []), layout);
  return {
    instance,
    layout,
    symmetric,
    source: moduleText(instance, compileProgram(instance, layout, symmetric)),
    events: instance.events.map((event) => eventText(eventOf(event))),
  };
}
