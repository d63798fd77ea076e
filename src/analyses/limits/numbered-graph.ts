import type { Outcome, State } from "../../../spec/cpu/state.js";
import { StateKeys } from "../../checkers/explore/state-keys.js";
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
  const initial = forget(model.initial());
  const keys = new StateKeys(initial);
  const numbers = new Map([[keys.key(initial), 0]]);
  const states = [initial];
  const edges: NumberedEdge[][] = [];
  for (const state of states) {
    budget.step();
    const own: NumberedEdge[] = [];
    for (const event of model.events) {
      const after = model.apply(event, state);
      if (after === null) continue;
      const next = forget(after);
      const key = keys.key(next);
      let target = numbers.get(key);
      if (target === undefined) {
        target = states.length;
        numbers.set(key, target);
        states.push(next);
      }
      own.push({ event, target, outcome: after.outcome });
    }
    edges.push(own);
  }
  return { states, edges };
}
