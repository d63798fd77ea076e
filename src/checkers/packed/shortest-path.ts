import { toRecord } from "../../compiler/ir/value.js";
import type { ExecutableModel, ModelEvent, Path } from "../explore/executable-model.js";
import type { CompiledModel } from "./compiled-model.js";
import { differentModel } from "./diagnostics.js";
import type { GeneratedExplorer } from "./generated-explorer.js";
import { normalState } from "./normal-form.js";
import { PORTION, type Portions } from "./portions.js";
import type { Level } from "./state-store.js";
import { encodeState } from "./words.js";

/** A set of packed states: of one word by its number, of more words by their text. */
export class StateCodes {
  readonly #codes = new Set<number | string>();

  add(words: ArrayLike<number>): void {
    this.#codes.add(keyOf(words));
  }

  has(words: ArrayLike<number>): boolean {
    return this.#codes.has(keyOf(words));
  }
}

function keyOf(words: ArrayLike<number>): number | string {
  const only = words.length === 1 ? words[0] : undefined;
  return only ?? Array.from(words).join();
}

/** Every state of a level. */
export function* statesOf(level: Level, words: number): Generator<Int32Array> {
  for (const range of level.ranges) {
    for (let at = range.from; at < range.to; at += words) {
      yield range.words.subarray(at, at + words);
    }
  }
}

/**
 * For each level the states on the shortest paths to a state of the last level that `isTarget`, the
 * set of the initial state first. No parents are kept: the states that lead on are found level by
 * level, from the last one back.
 *
 * @param levels the initial state first
 */
export function* statesOnTheWay(
  explorer: Pick<GeneratedExplorer, "successors">,
  levels: readonly Level[],
  words: number,
  isTarget: (state: Int32Array) => boolean,
): Portions<readonly StateCodes[]> {
  const last = levels.at(-1);
  if (last === undefined) return [];
  const onTheWay = [yield* statesThat(isTarget, last, words)];
  for (const level of levels.slice(0, -1).toReversed()) {
    const [next] = onTheWay;
    if (next !== undefined) onTheWay.unshift(yield* statesBefore(explorer, level, next, words));
  }
  return onTheWay;
}

/** The states of a level that are so. */
function* statesThat(
  isSo: (state: Int32Array) => boolean,
  level: Level,
  words: number,
): Portions<StateCodes> {
  const codes = new StateCodes();
  let asked = 0;
  for (const state of statesOf(level, words)) {
    if (isSo(state)) codes.add(state);
    if (++asked % PORTION === 0) yield;
  }
  return codes;
}

/** The states of a level of which some successor is in `next`. */
function statesBefore(
  explorer: Pick<GeneratedExplorer, "successors">,
  level: Level,
  next: StateCodes,
  words: number,
): Portions<StateCodes> {
  return statesThat(
    (state) => {
      let leads = false;
      explorer.successors(
        state,
        (_, ...successor) => {
          leads ||= next.has(successor);
        },
        ignore,
      );
      return leads;
    },
    level,
    words,
  );
}

function ignore(): void {}

/**
 * The path of `model` through one state of each set, by the first event that leads there each time:
 * of all shortest paths the first one in the order of events. That is the path that a breadth-first
 * search finds first, in whatever order the states of a level were found here, and whichever of
 * several symmetric states were explored. With `isEnd` it has one more step, to a state of that kind.
 *
 * @throws Diagnostic `packed/different-model` when `model` has no such path
 */
export function pathThrough<State extends object, Event extends ModelEvent>(
  compiled: CompiledModel,
  model: ExecutableModel<State, Event, string>,
  sets: readonly StateCodes[],
  isEnd: ((state: State) => boolean) | null = null,
): Path<State, Event> {
  const initial = model.initial();
  const [first, ...rest] = sets;
  if (first === undefined || !first.has(packed(compiled, initial))) {
    throw differentModel("their initial states are not the same");
  }
  let state = initial;
  const steps = rest.map((set, index) => {
    for (const event of model.events) {
      const next = attempted(model, event, state);
      if (next === null || !set.has(packed(compiled, next))) continue;
      state = next;
      return { event, state };
    }
    throw differentModel(`no event of the executed one leads on after ${index} events`);
  });
  if (isEnd !== null) steps.push(lastStep(model, state, isEnd));
  return { initial, steps };
}

function lastStep<State extends object, Event extends ModelEvent>(
  model: ExecutableModel<State, Event, string>,
  from: State,
  isEnd: (state: State) => boolean,
): Path<State, Event>["steps"][number] {
  for (const event of model.events) {
    const state = attempted(model, event, from);
    if (state !== null && isEnd(state)) return { event, state };
  }
  throw differentModel("no event of the executed one leads to the violation");
}

/** The state after the event; null where it cannot happen, or where the model fails in it. */
function attempted<State extends object, Event extends ModelEvent>(
  model: ExecutableModel<State, Event, string>,
  event: Event,
  state: State,
): State | null {
  try {
    return model.apply(event, state);
  } catch {
    return null;
  }
}

function packed(compiled: CompiledModel, state: object): Int32Array {
  try {
    return normalState(compiled.normalForm, encodeState(compiled.layout, toRecord(state)));
  } catch (error) {
    throw differentModel(error instanceof Error ? error.message : String(error));
  }
}
