import type { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import type { RecordValue } from "../../compiler/ir/value.js";
import { type ExploreDiagnosticCode, modelError } from "../explore/diagnostics.js";
import { type InterpretedModel, interpretedModel } from "../explore/interpreted-model.js";
import type { CompiledModel } from "./compiled-model.js";
import { differentModel } from "./diagnostics.js";
import { PORTION, type Portions } from "./portions.js";
import type { Searched } from "./searched.js";
import { pathThrough, statesOf, statesOnTheWay } from "./shortest-path.js";
import type { Level } from "./state-store.js";

/** A failure, and the events that lead to it, that one included: a path in the order of events. */
interface Candidate {
  readonly path: readonly number[];
  readonly diagnostic: Diagnostic<ExploreDiagnosticCode>;
}

/**
 * What went wrong in the model, told by the interpreter of the IR: of all that failed at the same
 * distance from the initial state what a breadth-first search comes to first.
 */
export function* failureOf(
  compiled: CompiledModel,
  search: Searched,
): Portions<Diagnostic<ExploreDiagnosticCode>> {
  const interpreted = interpretedModel(compiled.instance);
  const candidates = [
    yield* eventFailure(compiled, search, interpreted),
    ...(yield* invariantFailures(compiled, search, interpreted)),
  ].filter((candidate) => candidate !== null);
  const [first] = candidates.sort((one, other) => comparePaths(one.path, other.path));
  if (first === undefined) {
    throw differentModel("compiled, it fails where it does not fail interpreted");
  }
  return first.diagnostic;
}

/** Shorter paths first, and equally long ones in the order of their events. */
function comparePaths(one: readonly number[], other: readonly number[]): number {
  if (one.length !== other.length) return one.length - other.length;
  const place = one.findIndex((event, index) => event !== other[index]);
  return place === -1 ? 0 : (one[place] ?? 0) - (other[place] ?? 0);
}

/** A step that reads outside of an array, or takes a variable out of its range. */
function* eventFailure(
  compiled: CompiledModel,
  search: Searched,
  model: InterpretedModel,
): Portions<Candidate | null> {
  if (!search.fails) return null;
  const reached = yield* reach(compiled, search, model, (state) => {
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
      const diagnostic = modelError({ event }, { state, steps: events.length }, error);
      return { path: [...events, number], diagnostic };
    }
  }
  return null;
}

/** An invariant that reads outside of an array; one that is violated in as few steps is not asked. */
function* invariantFailures(
  compiled: CompiledModel,
  search: Searched,
  model: InterpretedModel,
): Portions<readonly Candidate[]> {
  const { explorer, unclear } = search;
  const candidates: Candidate[] = [];
  for (const [number, invariant] of model.invariants.entries()) {
    const bit = 1 << number;
    if ((unclear & bit) === 0) continue;
    const isUnclear = (state: Int32Array): boolean =>
      (explorer.undefinedInvariants(state) & bit) !== 0;
    const reached = yield* reach(compiled, search, model, isUnclear);
    if (reached === null) continue;
    const { events, state } = reached;
    try {
      invariant.holds(state);
    } catch (error) {
      const at = { state, steps: events.length };
      const diagnostic = modelError({ invariant: invariant.name }, at, error);
      candidates.push({ path: events, diagnostic });
    }
  }
  return candidates;
}

/** The first of the shortest paths to such a state, as the numbers of its events; null without one. */
function* reach(
  compiled: CompiledModel,
  search: Searched,
  model: InterpretedModel,
  isTarget: (state: Int32Array) => boolean,
): Portions<{ readonly events: readonly number[]; readonly state: RecordValue } | null> {
  const { words } = compiled.layout;
  const found = yield* firstLevelWith(isTarget, search.levels, words);
  if (found === -1) return null;
  const levels = search.levels.slice(0, found + 1);
  const sets = yield* statesOnTheWay(search.explorer, levels, words, isTarget);
  const { initial, steps } = pathThrough(compiled, model, sets);
  return {
    events: steps.map(({ event }) => model.events.indexOf(event)),
    state: steps.at(-1)?.state ?? initial,
  };
}

/** The number of the first level with a state that is so; -1 without one. */
function* firstLevelWith(
  isSo: (state: Int32Array) => boolean,
  levels: readonly Level[],
  words: number,
): Portions<number> {
  let asked = 0;
  for (const [number, level] of levels.entries()) {
    for (const state of statesOf(level, words)) {
      if (isSo(state)) return number;
      if (++asked % PORTION === 0) yield;
    }
  }
  return -1;
}
