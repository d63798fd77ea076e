import type { Outcome, State } from "../../../spec/cpu/state.js";
import { at } from "../../../spec/language.js";
import { reachableEdges } from "../../checkers/explore/graph.js";
import { WorkBudget } from "../../checkers/packed/work-budget.js";
import type { NmiEvent, NmiModel } from "../../machine/model/nmi-model.js";

/** A step from a numbered state to another one. */
export interface NumberedEdge {
  readonly event: NmiEvent;
  readonly target: number;
  /** How the NMI is judged that the step ends, if it ends one. */
  readonly outcome: Outcome | null;
}

/** The reachable states of a model by their numbers, 0 being the initial one, and their edges. */
export interface NumberedGraph {
  readonly states: readonly State<unknown>[];
  /** Of each state, in the order of the model's events. */
  readonly edges: readonly (readonly NumberedEdge[])[];
}

/**
 * Explores a model by executing it.
 *
 * @param forget makes alike what is not to be told apart; the steps of a state must not depend on it
 * @throws SearchStopped when the budget is used up
 */
export function numberedGraph(
  model: NmiModel<unknown>,
  forget: (state: State<unknown>) => State<unknown>,
  budget: WorkBudget = new WorkBudget(),
): NumberedGraph {
  budget.begin("states");
  const states = [forget(model.initial())];
  const edges: NumberedEdge[][] = [];
  for (const { source, event, target, isFirst } of reachableEdges(model, forget)) {
    if (isFirst) states.push(forget(target.state));
    for (; edges.length <= source.number; edges.push([])) budget.step();
    at(edges, source.number).push({ event, target: target.number, outcome: target.state.outcome });
  }
  while (edges.length < states.length) edges.push([]);
  return { states, edges };
}
