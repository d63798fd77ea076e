import type { Model } from "../../../compiler/ir/model.js";
import type { StateView } from "../../../compiler/ir/state-view.js";
import type { ConstantValues } from "../../../compiler/ir/value.js";
import { type CompileOptions, configuredProgram } from "../configured-program.js";
import { usedSymmetry } from "../symmetric-types.js";
import { type ExploredGuard, exploredGuards, withGuards } from "./explored-guards.js";
import { liveView } from "./live-view.js";

/**
 * A configuration of a model with some things left out, in terms of the model itself: for checkers
 * that know nothing of packed states. They find the states and steps that `compileForExploration`
 * with the same options finds.
 */
export interface ReducedModel {
  /** The model; its actions are enabled only where they are to be explored. */
  readonly model: Model;
  /** The conditions that were added to its actions. */
  readonly guards: readonly ExploredGuard[];
  /** What tells states apart; null where all that they hold does. */
  readonly view: StateView | null;
  /**
   * States that are not told apart may differ in whether an invariant holds: whoever asks only some
   * of them has to tell those apart as well.
   */
  readonly hidesInvariants: boolean;
}

/**
 * Leaves out of `model`, where its constants are `constants`, what the options say.
 *
 * @throws TypeError and Diagnostic as `compileForExploration` does
 */
export function reduceModel(
  model: Model,
  constants: ConstantValues,
  options: CompileOptions,
): ReducedModel {
  const { reductions = [] } = options;
  const types = usedSymmetry(model, reductions);
  const { instance, layout, program } = configuredProgram(model, constants, options);
  const { reduction } = program;
  const guards = reduction?.explored == null ? [] : exploredGuards(instance, reduction);
  const forgets = reduction?.live != null;
  return {
    model: guards.length === 0 ? model : withGuards(model, guards),
    guards,
    view: types.length > 0 || forgets ? liveView(model, layout, types, reduction) : null,
    hidesInvariants: forgets,
  };
}
