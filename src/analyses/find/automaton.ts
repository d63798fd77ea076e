import { at } from "../../../spec/language.js";
import type { ExecutableModel, ModelEvent } from "../../checkers/explore/executable-model.js";
import { reachableEdges } from "../../checkers/explore/graph.js";
import { WorkBudget } from "../../checkers/packed/work-budget.js";

/** No successor: the event cannot happen, or nothing that follows it violates the property. */
export const NOWHERE = -1;

/**
 * Runs as words: an automaton that accepts the sequences of events which end in the first state
 * that violates a property. Letters are places in the model's list of events.
 */
export interface Automaton {
  /** The initial state, or `NOWHERE` when no word is accepted: the property holds. */
  readonly start: number;
  /** Of each state, the successor by each letter. */
  readonly next: readonly (readonly number[])[];
  /** Whether the run ends here, with the property violated. */
  readonly violating: readonly boolean[];
}

/**
 * The automaton of the runs that violate `property`; its states are those of the model, also those
 * beyond violations.
 *
 * @throws Diagnostic `explore/model-error` when the model throws
 * @throws SearchStopped when the budget is used up
 */
export function violatingRuns<State extends object, Event extends ModelEvent, P extends string>(
  model: ExecutableModel<State, Event, P>,
  property: P,
  budget: WorkBudget = new WorkBudget(),
): Automaton {
  const invariant = model.invariants.find(({ name }) => name === property);
  const letters = new Map(model.events.map((event, letter) => [event, letter]));
  const violating: boolean[] = [];
  const next: number[][] = [];
  const add = (number: number, state: State): void => {
    violating[number] = invariant?.holds(state) === false;
    next[number] = model.events.map(() => NOWHERE);
  };
  budget.begin("states");
  add(0, model.initial());
  for (const { source, event, target, isFirst } of reachableEdges(model)) {
    budget.step(isFirst);
    if (isFirst) add(target.number, target.state);
    if (violating[source.number] === true) continue;
    at(next, source.number)[letters.get(event) ?? NOWHERE] = target.number;
  }
  return { start: 0, next, violating };
}
