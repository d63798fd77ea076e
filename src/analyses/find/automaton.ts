import { at } from "../../../spec/language.js";
import type { ExecutableModel, ModelEvent } from "../../checkers/explore/executable-model.js";
import { reachableEdges } from "../../checkers/explore/graph.js";
import { WorkBudget } from "../../checkers/packed/work-budget.js";
import { axesValueKey } from "../../machine/configuration/named-axes.js";
import type { MachineModel } from "../../machine/model/machine-model.js";
import type { Subject } from "../../machine/subject.js";

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

/** The reachable graph of a model, with what each state says of each property. */
export interface ReachedGraph {
  /** Of each state, the successor by each letter, or `NOWHERE` where the event cannot happen. */
  readonly next: readonly (readonly number[])[];
  /** Of each property, whether it is violated in each state. */
  readonly violating: ReadonlyMap<string, readonly boolean[]>;
}

/**
 * Every state and step of the model, also those beyond violations: one search for all properties.
 *
 * @throws Diagnostic `explore/model-error` when the model throws
 * @throws SearchStopped when the budget is used up
 */
export function reachedGraph<State extends object, Event extends ModelEvent, P extends string>(
  model: ExecutableModel<State, Event, P>,
  budget: WorkBudget = new WorkBudget(),
): ReachedGraph {
  const letters = new Map(model.events.map((event, letter) => [event, letter]));
  const next: number[][] = [];
  const verdicts = model.invariants.map(({ name, holds }) => ({
    name,
    holds,
    violated: [] as boolean[],
  }));
  const add = (number: number, state: State): void => {
    for (const { holds, violated } of verdicts) violated[number] = !holds(state);
    next[number] = model.events.map(() => NOWHERE);
  };
  budget.begin("states");
  add(0, model.initial());
  for (const { source, event, target, isFirst } of reachableEdges(model)) {
    budget.step(isFirst);
    if (isFirst) add(target.number, target.state);
    at(next, source.number)[letters.get(event) ?? NOWHERE] = target.number;
  }
  return { next, violating: new Map(verdicts.map(({ name, violated }) => [name, violated])) };
}

/** Gives the graph of a subject, whose model is given too. */
export type GraphOf = (of: Subject, model: MachineModel, budget: WorkBudget) => ReachedGraph;

/** The graph of a subject, searched once as long as no other is asked about in between. */
export function reachedOnce(): GraphOf {
  let last: { readonly key: string; readonly graph: ReachedGraph } | undefined;
  return ({ policy, platform, axes }, model, budget) => {
    const key = JSON.stringify([
      policy.digest,
      platform,
      axes === undefined ? null : axesValueKey(axes),
    ]);
    if (last?.key !== key) last = { key, graph: reachedGraph(model, budget) };
    return last.graph;
  };
}

/** The automaton of the runs that violate `property`; its states are those of the graph. */
export function violatingRuns({ next, violating }: ReachedGraph, property: string): Automaton {
  const ends = violating.get(property) ?? next.map(() => false);
  const over = (next[0] ?? []).map(() => NOWHERE);
  return {
    start: 0,
    next: next.map((successors, state) => (ends[state] === true ? over : successors)),
    violating: ends,
  };
}
