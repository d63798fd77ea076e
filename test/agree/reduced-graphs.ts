import type { ExecutableModel, ModelEvent } from "../../src/checkers/explore/executable-model.js";
import { eventOf } from "../../src/checkers/explore/interpreted-model.js";
import {
  type CompiledModel,
  compileForExploration,
} from "../../src/checkers/packed/compiled-model.js";
import { loadExplorer } from "../../src/checkers/packed/generated-explorer.js";
import { normalState } from "../../src/checkers/packed/normal-form.js";
import { type ReducedModel, reduceModel } from "../../src/checkers/packed/reduced/reduced-model.js";
import type { ReductionName } from "../../src/checkers/packed/reductions.js";
import { StateStore } from "../../src/checkers/packed/state-store.js";
import { VisitedSet } from "../../src/checkers/packed/visited-set.js";
import { decodeState, encodeState } from "../../src/checkers/packed/words.js";
import type { Model } from "../../src/compiler/ir/model.js";
import type { RecordValue } from "../../src/compiler/ir/value.js";
import type { ConstantValue } from "../../src/compiler/tla/configuration.js";
import { printModule } from "../../src/compiler/tla/module.js";
import { compiledPolicy, type NmiConfiguration } from "./nmi-configurations.js";
import { agreedSize, agreement } from "./tlc-graph.js";

/** The generated explorer as a model that runs: the states and steps that it leaves in. */
function explorerModel(compiled: CompiledModel): ExecutableModel<RecordValue, ModelEvent, string> {
  const { layout, instance, normalForm, source } = compiled;
  const { words } = layout;
  const free = (): void => {};
  const explorer = loadExplorer(source)({
    store: new StateStore(words, free),
    visited: new VisitedSet(words, layout.bits, free),
  });
  const events = instance.events.map(eventOf);
  let known: RecordValue | null = null;
  let successors = new Map<ModelEvent, RecordValue>();
  return {
    initial: () =>
      decodeState(layout, normalState(normalForm, encodeState(layout, instance.initial))),
    events,
    apply: (event, state) => {
      if (known !== state) {
        successors = new Map();
        explorer.successors(
          encodeState(layout, state),
          (number, ...target) => {
            const taken = events[number];
            if (taken !== undefined) successors.set(taken, decodeState(layout, target));
          },
          (number) => {
            throw new Error(`the model fails in ${compiled.events[number]}`);
          },
        );
        known = state;
      }
      return successors.get(event) ?? null;
    },
    invariants: [],
  };
}

/** The size of the graph that the explorer and TLC both have of a model with these reductions. */
export async function agreedReducedGraph(
  model: Model,
  constants: Readonly<Record<string, ConstantValue>>,
  reductions: readonly ReductionName[],
  change: (reduced: ReducedModel) => ReducedModel = (reduced) => reduced,
): Promise<{ readonly states: number; readonly edges: number }> {
  const compiled = compileForExploration(model, constants, { reductions });
  const { layout, normalForm } = compiled;
  const reduced = change(reduceModel(model, constants, { reductions }));
  const { view, hidesInvariants } = reduced;
  return agreedSize(
    await agreement({
      executable: explorerModel(compiled),
      model: reduced.model,
      module: printModule(reduced.model),
      constants,
      ...(view === null ? {} : { reduced: { view, hidesInvariants } }),
      normal: (state) => decodeState(layout, normalState(normalForm, encodeState(layout, state))),
    }),
  );
}

/** The same for a policy on a platform. */
export async function agreedReducedNmiGraph(
  { policy, ...platform }: NmiConfiguration,
  reductions: readonly ReductionName[],
  change?: (reduced: ReducedModel) => ReducedModel,
): Promise<{ readonly states: number; readonly edges: number }> {
  const { chain, rips, sticky, shadow } = platform;
  const constants = { chain, rips, sticky, shadow };
  return await agreedReducedGraph(compiledPolicy(policy).model, constants, reductions, change);
}
