import type { Fault } from "../../base/fault/fault.js";
import type { RecordValue } from "../../compiler/ir/value.js";
import { type ExploreFaultCode, modelError } from "../explore/faults.js";
import { type InterpretedModel, interpretedModel } from "../explore/interpreted-model.js";
import type { CompiledModel } from "./compiled-model.js";
import { differentModel } from "./faults.js";
import type { Searched } from "./searched.js";
import { pathThrough, statesOf, statesOnTheWay } from "./shortest-path.js";

/** A failure, and the events that lead to it, that one included: a path in the order of events. */
interface Candidate {
  readonly path: readonly number[];
  readonly fault: Fault<ExploreFaultCode>;
}

/**
 * What went wrong in the model, told by the interpreter of the IR: of all that failed at the same
 * distance from the initial state what a breadth-first search comes to first.
 */
export function failureOf(compiled: CompiledModel, search: Searched): Fault<ExploreFaultCode> {
  const interpreted = interpretedModel(compiled.instance);
  const candidates = [
    eventFailure(compiled, search, interpreted),
    ...invariantFailures(compiled, search, interpreted),
  ].filter((candidate) => candidate !== null);
  const [first] = candidates.sort((one, other) => comparePaths(one.path, other.path));
  if (first === undefined) {
    throw differentModel("compiled, it fails where it does not fail interpreted");
  }
  return first.fault;
}

/** Shorter paths first, and equally long ones in the order of their events. */
function comparePaths(one: readonly number[], other: readonly number[]): number {
  if (one.length !== other.length) return one.length - other.length;
  const place = one.findIndex((event, index) => event !== other[index]);
  return place === -1 ? 0 : (one[place] ?? 0) - (other[place] ?? 0);
}

/** A step that reads outside of an array, or takes a variable out of its range. */
function eventFailure(
  compiled: CompiledModel,
  search: Searched,
  model: InterpretedModel,
): Candidate | null {
  if (!search.fails) return null;
  const reached = reach(compiled, search, model, (state) => {
    let fails = false;
    search.explorer.successors(
      state,
      () => {},
      () => {
        fails = true;
      },
    );
    return fails;
  });
  if (reached === null) return null;
  const { events, state } = reached;
  for (const [number, event] of model.events.entries()) {
    try {
      model.apply(event, state);
    } catch (error) {
      const fault = modelError({ event }, { state, steps: events.length }, error);
      return { path: [...events, number], fault };
    }
  }
  return null;
}

/** An invariant that reads outside of an array; one that is violated in as few steps is not asked. */
function invariantFailures(
  compiled: CompiledModel,
  search: Searched,
  model: InterpretedModel,
): readonly Candidate[] {
  const { explorer, unclear } = search;
  return model.invariants.flatMap((invariant, number) => {
    const bit = 1 << number;
    if ((unclear & bit) === 0) return [];
    const isUnclear = (state: Int32Array): boolean =>
      (explorer.undefinedInvariants(state) & bit) !== 0;
    const reached = reach(compiled, search, model, isUnclear);
    if (reached === null) return [];
    const { events, state } = reached;
    try {
      invariant.holds(state);
    } catch (error) {
      const at = { state, steps: events.length };
      return [{ path: events, fault: modelError({ invariant: invariant.name }, at, error) }];
    }
    return [];
  });
}

/** The first of the shortest paths to such a state, as the numbers of its events; null without one. */
function reach(
  compiled: CompiledModel,
  search: Searched,
  model: InterpretedModel,
  isTarget: (state: Int32Array) => boolean,
): { readonly events: readonly number[]; readonly state: RecordValue } | null {
  const { words } = compiled.layout;
  const found = search.levels.findIndex((level) => {
    for (const state of statesOf(level, words)) {
      if (isTarget(state)) return true;
    }
    return false;
  });
  if (found === -1) return null;
  const levels = search.levels.slice(0, found + 1);
  const sets = statesOnTheWay(search.explorer, levels, words, isTarget);
  const { initial, steps } = pathThrough(compiled, model, sets);
  return {
    events: steps.map(({ event }) => model.events.indexOf(event)),
    state: steps.at(-1)?.state ?? initial,
  };
}
