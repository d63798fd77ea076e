import { type ExploreFaultCode, modelError } from "../explore/faults.js";
import { type InterpretedModel, interpretedModel } from "../explore/interpreted-model.js";
import type { Fault } from "../fault/fault.js";
import type { CompiledModel } from "./compiled-model.js";
import { executed } from "./executed-path.js";
import { differentModel } from "./faults.js";
import type { PackedSearch } from "./search.js";
import { shortestPath, statesOf } from "./shortest-path.js";

/** A failure, and the events that lead to it, that one included: a path in the order of events. */
interface Candidate {
  readonly path: readonly number[];
  readonly fault: Fault<ExploreFaultCode>;
}

/**
 * What went wrong in the model, told by the interpreter of the IR: of all that failed at the same
 * distance from the initial state what a breadth-first search comes to first.
 */
export function failureOf(compiled: CompiledModel, search: PackedSearch): Fault<ExploreFaultCode> {
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
  search: PackedSearch,
  interpreted: InterpretedModel,
): Candidate | null {
  const failing = new Set(search.failures.map(({ state }) => state.join()));
  const path = pathTo(compiled, search, (state) => failing.has(state.join()));
  if (path === null) return null;
  const { state, steps } = reached(interpreted, path);
  for (const [number, event] of interpreted.events.entries()) {
    try {
      interpreted.apply(event, state);
    } catch (error) {
      return { path: [...path, number], fault: modelError({ event }, { state, steps }, error) };
    }
  }
  return null;
}

/** An invariant that reads outside of an array, in a state that comes before any that violates it. */
function invariantFailures(
  compiled: CompiledModel,
  search: PackedSearch,
  interpreted: InterpretedModel,
): readonly Candidate[] {
  const { explorer, unclear } = search;
  return interpreted.invariants.flatMap((invariant, number) => {
    const bit = 1 << number;
    if ((unclear & bit) === 0) return [];
    const isUnclear = (state: Int32Array): boolean =>
      (explorer.undefinedInvariants(state) & bit) !== 0;
    const path = pathTo(compiled, search, isUnclear);
    if (path === null) return [];
    const violation = pathTo(compiled, search, (state) => (explorer.violations(state) & bit) !== 0);
    if (violation !== null && comparePaths(violation, path) < 0) return [];
    const { state, steps } = reached(interpreted, path);
    try {
      invariant.holds(state);
    } catch (error) {
      return [{ path, fault: modelError({ invariant: invariant.name }, { state, steps }, error) }];
    }
    return [];
  });
}

function reached(
  model: InterpretedModel,
  events: readonly number[],
): { readonly state: ReturnType<InterpretedModel["initial"]>; readonly steps: number } {
  const path = executed(model, events);
  return { state: path.steps.at(-1)?.state ?? path.initial, steps: path.steps.length };
}

/** The first of the shortest paths to such a state; null if there is none. */
function pathTo(
  compiled: CompiledModel,
  search: PackedSearch,
  isTarget: (state: Int32Array) => boolean,
): readonly number[] | null {
  const { words } = compiled.layout;
  const found = search.levels.findIndex((level) => {
    for (const state of statesOf(level, words)) {
      if (isTarget(state)) return true;
    }
    return false;
  });
  if (found === -1) return null;
  return shortestPath(search.explorer, search.levels.slice(0, found + 1), words, isTarget);
}
