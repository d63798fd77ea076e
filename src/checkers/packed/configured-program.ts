import { initialOutside } from "../../compiler/ir/initial-outside.js";
import { type Instance, instantiate } from "../../compiler/ir/instance.js";
import type { Model } from "../../compiler/ir/model.js";
import type { ConstantValues } from "../../compiler/ir/value.js";
import { type SymmetricFields, symmetricFields } from "./canonical-state.js";
import { impossibleInitial } from "./diagnostics.js";
import { type Layout, layoutOf } from "./layout.js";
import { compileProgram, type Program } from "./program.js";
import type { ReductionName } from "./reductions.js";
import { usedSymmetry } from "./symmetric-types.js";

/** How to compile. */
export interface CompileOptions {
  /** None by default: then the counts are those of the model as written. */
  readonly reductions?: readonly ReductionName[];
  /** The invariants to answer; all by default. With fewer of them more can be left out. */
  readonly properties?: readonly string[];
}

/** What one configuration of a model computes, and where it keeps its state. */
export interface ConfiguredProgram {
  readonly instance: Instance;
  readonly layout: Layout;
  readonly symmetric: SymmetricFields;
  readonly program: Program;
}

/**
 * The program of `model` where its constants are `constants`, with what the options leave out.
 *
 * @throws TypeError when a constant has no value, or an operation cannot be compiled
 * @throws Diagnostic `packed/too-many-values`, `packed/impossible-initial`
 */
export function configuredProgram(
  model: Model,
  constants: ConstantValues,
  { reductions = [], properties }: CompileOptions,
): ConfiguredProgram {
  const instance = instantiate(model, constants);
  const outside = initialOutside(instance);
  if (outside !== null) throw impossibleInitial(outside);
  const layout = layoutOf(instance);
  const symmetric = symmetricFields(usedSymmetry(model, reductions), layout);
  const program = compileProgram(instance, layout, {
    symmetric,
    dead: reductions.includes("dead"),
    chains: reductions.includes("chains"),
    invariants: model.invariants.flatMap(({ name }, number) =>
      properties === undefined || properties.includes(name) ? [number] : [],
    ),
  });
  return { instance, layout, symmetric, program };
}
