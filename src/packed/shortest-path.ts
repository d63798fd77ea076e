import type { GeneratedExplorer } from "./generated-explorer.js";
import type { Level } from "./state-store.js";

/** A set of packed states: of one word by its number, of more words by their text. */
class StateCodes {
  readonly #codes = new Set<number | string>();

  add(words: readonly number[]): void {
    this.#codes.add(keyOf(words));
  }

  has(words: readonly number[]): boolean {
    return this.#codes.has(keyOf(words));
  }
}

function keyOf(words: readonly number[]): number | string {
  const [only] = words;
  return words.length === 1 && only !== undefined ? only : words.join();
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
 * The events of the shortest path to a state of the last level that `isTarget`, as their numbers:
 * of all such paths the first one in the order of events. That is the path that a breadth-first
 * search finds first, in whatever order the states of a level were found here.
 *
 * No parents are kept: the states from which a target can be reached are found level by level,
 * from the last level back to the initial state.
 *
 * @param levels the initial state first
 */
export function shortestPath(
  explorer: GeneratedExplorer,
  levels: readonly Level[],
  words: number,
  isTarget: (state: Int32Array) => boolean,
): readonly number[] {
  const targets = new StateCodes();
  const [start] = levels[0] === undefined ? [] : statesOf(levels[0], words);
  const last = levels.at(-1);
  if (last === undefined || start === undefined) return [];
  for (const state of statesOf(last, words)) {
    if (isTarget(state)) targets.add(Array.from(state));
  }
  const onTheWay = [targets];
  for (const level of levels.slice(0, -1).toReversed()) {
    const [next = targets] = onTheWay;
    const here = new StateCodes();
    for (const state of statesOf(level, words)) {
      let leads = false;
      explorer.successors(
        state,
        (_, ...successor) => {
          leads ||= next.has(successor);
        },
        ignore,
      );
      if (leads) here.add(Array.from(state));
    }
    onTheWay.unshift(here);
  }
  return firstPath(explorer, Array.from(start), onTheWay.slice(1));
}

/** From `start` through one state of each set, by the first event that leads there each time. */
function firstPath(
  explorer: GeneratedExplorer,
  start: readonly number[],
  sets: readonly StateCodes[],
): readonly number[] {
  let state = start;
  return sets.map((set) => {
    let taken: { readonly event: number; readonly state: readonly number[] } | null = null;
    explorer.successors(
      state,
      (event, ...successor) => {
        if (set.has(successor) && (taken === null || event < taken.event)) {
          taken = { event, state: successor };
        }
      },
      ignore,
    );
    const found = asStep(taken);
    state = found.state;
    return found.event;
  });
}

/** @throws TypeError when there is none: the levels are not those of this explorer */
function asStep(step: { readonly event: number; readonly state: readonly number[] } | null): {
  readonly event: number;
  readonly state: readonly number[];
} {
  if (step === null) throw new TypeError("a state that was reached cannot be reached again");
  return step;
}

function ignore(): void {}
