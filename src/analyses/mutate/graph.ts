import type { CompiledModel } from "../../checkers/packed/compiled-model.js";
import { type GeneratedExplorer, loadExplorer } from "../../checkers/packed/generated-explorer.js";
import { StateStore } from "../../checkers/packed/state-store.js";
import { VisitedSet } from "../../checkers/packed/visited-set.js";
import { encodeState } from "../../checkers/packed/words.js";

/** The code of a model, for its successors alone: nothing is stored. */
export function graphExplorer({ source, layout }: CompiledModel): GeneratedExplorer {
  const allow = (): void => {};
  const store = new StateStore(layout.words, allow);
  const visited = new VisitedSet(layout.words, layout.bits, allow);
  return loadExplorer(source)({ store, visited });
}

/** The initial state as words. */
export function initialWords({ layout, instance }: CompiledModel): readonly number[] {
  return [...encodeState(layout, instance.initial)];
}

/**
 * Every step from a state: the number of the event, then the words of the new state. An event that
 * fails there leads to no state: it is noted as its number alone.
 */
export function edgesOf(
  explorer: GeneratedExplorer,
  state: readonly number[],
): readonly (readonly number[])[] {
  const edges: number[][] = [];
  explorer.successors(
    state,
    (event, ...words) => void edges.push([event, ...words]),
    (event) => void edges.push([event]),
  );
  return edges;
}
