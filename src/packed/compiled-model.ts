import { eventText } from "../explore/executable-model.js";
import { eventOf } from "../explore/interpreted-model.js";
import { type Instance, instantiate } from "../ir/instance.js";
import type { Model } from "../ir/model.js";
import type { ConstantValues } from "../ir/value.js";
import { type Layout, layoutOf } from "./layout.js";
import { moduleText } from "./module-text.js";
import { compileProgram } from "./program.js";

/** One configuration of a model, compiled to an explorer of its own. */
export interface CompiledModel {
  readonly instance: Instance;
  readonly layout: Layout;
  /** The JavaScript source of the explorer, see `moduleText`. */
  readonly source: string;
  /** Every event as text, in the order of the model. */
  readonly events: readonly string[];
}

/**
 * Compiles `model` for the configuration in which its constants are `constants`: finite domains to
 * bits, steps and invariants to JavaScript.
 *
 * @throws TypeError when a constant has no value, or an operation cannot be compiled
 * @throws Fault `packed/too-many-values`
 */
export function compileForExploration(model: Model, constants: ConstantValues): CompiledModel {
  const instance = instantiate(model, constants);
  const layout = layoutOf(instance);
  return {
    instance,
    layout,
    source: moduleText(instance, compileProgram(instance, layout)),
    events: instance.events.map((event) => eventText(eventOf(event))),
  };
}
