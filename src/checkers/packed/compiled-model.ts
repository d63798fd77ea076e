import type { Instance } from "../../compiler/ir/instance.js";
import type { Model } from "../../compiler/ir/model.js";
import type { ConstantValues } from "../../compiler/ir/value.js";
import { eventText } from "../explore/executable-model.js";
import { eventOf } from "../explore/interpreted-model.js";
import { type CompileOptions, configuredProgram } from "./configured-program.js";
import type { Layout } from "./layout.js";
import { moduleText } from "./module-text.js";
import type { NormalForm } from "./normal-form.js";
import type { ReductionName } from "./reductions.js";

/** One configuration of a model, compiled to an explorer of its own. */
export interface CompiledModel {
  readonly instance: Instance;
  readonly layout: Layout;
  /** The JavaScript source of the explorer, see `moduleText`. */
  readonly source: string;
  /** Every event as text, in the order of the model. */
  readonly events: readonly string[];
  /** Which states are not told apart. */
  readonly normalForm: NormalForm;
  /** The names of the invariants that the explorer answers. */
  readonly properties: readonly string[];
  /** What was left out; none: the counts are those of the model as written. */
  readonly reductions: readonly ReductionName[];
}

/**
 * Compiles `model` for the configuration in which its constants are `constants`: finite domains to
 * bits, steps and invariants to JavaScript.
 *
 * @throws TypeError when a constant has no value, or an operation cannot be compiled
 * @throws Diagnostic `packed/too-many-values`
 */
export function compileForExploration(
  model: Model,
  constants: ConstantValues,
  options: CompileOptions = {},
): CompiledModel {
  const { reductions = [], properties = model.invariants.map(({ name }) => name) } = options;
  const { instance, layout, symmetric, program } = configuredProgram(model, constants, options);
  const { reduction } = program;
  const live = reduction?.live == null ? null : { control: reduction.field, masks: reduction.live };
  return {
    instance,
    layout,
    normalForm: { symmetric, live },
    properties,
    reductions,
    source: moduleText(instance, program),
    events: instance.events.map((event) => eventText(eventOf(event))),
  };
}
