import { at } from "../../spec/language.js";
import type { Config } from "../../spec/state.js";
import { eventText } from "../../src/explore/executable-model.js";
import { type NmiProperty, nmiModel } from "../../src/explore/nmi-model.js";
import { environment, type Table, table } from "./table.js";

/** What going through every prefix has found. */
export interface Exhausted {
  /** The minimal runs, of any length, each as the text of its events, sorted. */
  readonly runs: readonly string[];
  /** Beginnings of runs that were looked at, one by one. */
  readonly prefixes: number;
}

/**
 * The minimal runs without a bound on their length: every beginning of a run is looked at by itself,
 * and beside it everything that is left of it when something is left out. A beginning is not
 * continued
 *
 * - when nothing that follows it violates the property,
 * - when something with fewer events has violated it already: what follows can be left out too, or
 * - when something with fewer events stands where exactly the same can follow.
 *
 * In each case no continuation is minimal, by the definition of the word: no minimal run is passed
 * over, and no two runs are taken for one. Each cycle through an event of the environment brings the
 * run to where it has been with fewer events, so this ends, and has then seen every length.
 */
export function exhaustive(config: Config<unknown>, property: NmiProperty): Exhausted {
  const model = nmiModel(config);
  const { next, isBad, start } = merged(table(model, property));
  const isEvent = model.events.map(({ name }) => environment.has(name));
  const leadsOn = ableToViolate({ next, isBad });
  const runs: string[] = [];
  const word: number[] = [];
  let prefixes = 0;

  /** @param equal where it may stand with as many events, @param fewer with fewer */
  const extend = (state: number, equal: readonly number[], fewer: readonly number[]): void => {
    prefixes++;
    if (at(isBad, state)) {
      runs.push(word.map((letter) => eventText(at(model.events, letter))).join(" "));
      return;
    }
    for (const [letter, after] of at(next, state).entries()) {
      if (after === null || !at(leadsOn, after)) continue;
      const isLeftOut = at(isEvent, letter);
      const fewerThen = new Set(isLeftOut ? [...fewer, ...equal] : fewer);
      for (const one of fewer) addAfter(fewerThen, one, letter);
      if (fewerThen.has(after) || [...fewerThen].some((one) => at(isBad, one))) continue;
      const equalThen = new Set(isLeftOut ? [] : equal);
      for (const one of equal) addAfter(equalThen, one, letter);
      word.push(letter);
      extend(after, [...equalThen], [...fewerThen]);
      word.pop();
    }
  };
  const addAfter = (states: Set<number>, state: number, letter: number): void => {
    const after = at(at(next, state), letter);
    if (after !== null) states.add(after);
  };
  if (at(leadsOn, start)) extend(start, [start], []);
  return { runs: runs.sort(), prefixes };
}

type Steps = Pick<Table, "next" | "isBad">;

/** The table with one state for all from which exactly the same sequences of events violate first. */
function merged({ next, isBad }: Steps): Steps & { readonly start: number } {
  let kinds: readonly number[] = isBad.map((is) => (is ? 1 : 0));
  for (let count = 0; ; ) {
    const texts = next.map((row, state) =>
      at(isBad, state)
        ? "violated"
        : `${at(kinds, state)}: ${row.map((to) => (to === null ? "-" : at(kinds, to))).join()}`,
    );
    const different = [...new Set(texts)];
    const numbers = new Map(different.map((text, number) => [text, number]));
    kinds = texts.map((text) => numbers.get(text) ?? 0);
    if (different.length === count) break;
    count = different.length;
  }
  const kept = [...new Set(kinds)].sort((left, right) => left - right);
  const examples = kept.map((kind) => kinds.indexOf(kind));
  return {
    next: examples.map((state) =>
      at(next, state).map((to) => (to === null ? null : at(kinds, to))),
    ),
    isBad: examples.map((state) => at(isBad, state)),
    start: at(kinds, 0),
  };
}

/** From which states a violation can be reached at all. */
function ableToViolate({ next, isBad }: Steps): readonly boolean[] {
  const able = [...isBad];
  for (let changed = true; changed; ) {
    changed = false;
    for (const [state, row] of next.entries()) {
      if (at(able, state) || !row.some((to) => to !== null && at(able, to))) continue;
      able[state] = true;
      changed = true;
    }
  }
  return able;
}
