import type { Config } from "../../spec/cpu/state.js";
import { at } from "../../spec/language.js";
import { type NmiModel, nmiModel } from "../../src/machine/model/nmi-model.js";
import type { NmiProperty } from "../../src/machine/model/property-names.js";
import { type Counted, countedPlainly, type Step } from "./counted-plainly.js";
import { environment, type Table, table } from "./table.js";

/** A flag for each state: 1 where a run may stand. */
type Flags = Uint8Array;

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
export function exhaustive(config: Config<unknown>, property: NmiProperty): Counted {
  const model = nmiModel(config);
  const { next, isBad, start } = leadingOn(merged(table(model, property)));
  const isEvent = model.events.map(({ name }) => environment.has(name));
  const bad = [...isBad.keys()].filter((state) => at(isBad, state));
  const found: (readonly Step[])[] = [];
  const word: number[] = [];
  /** Of each letter, where it leads from each state: the table on its side. */
  const targets = model.events.map((_, letter) => next.map((row) => at(row, letter)));

  /** Adds to `into` where the letter leads from the states of `from`. */
  const take = (letter: number, from: Flags, into: Flags): Flags => {
    const target = at(targets, letter);
    for (let state = 0; state < from.length; state++) {
      const after = from[state] === 1 ? target[state] : null;
      if (after !== null && after !== undefined) into[after] = 1;
    }
    return into;
  };

  /** @param equal where it may stand with as many events, @param fewer with fewer */
  const extend = (state: number, equal: Flags, fewer: Flags): void => {
    if (at(isBad, state)) {
      found.push(stepsOf(model, word));
      return;
    }
    for (const [letter, after] of at(next, state).entries()) {
      if (after === null) continue;
      const isLeftOut = at(isEvent, letter);
      // Each run goes along, or leaves the letter out.
      const fewerThen = take(letter, fewer, isLeftOut ? union(fewer, equal) : fewer.slice());
      if (fewerThen[after] === 1 || bad.some((one) => fewerThen[one] === 1)) continue;
      const left = isLeftOut ? new Uint8Array(equal.length) : equal.slice();
      word.push(letter);
      extend(after, take(letter, equal, left), fewerThen);
      word.pop();
    }
  };
  const initially = new Uint8Array(next.length);
  initially[start] = 1;
  extend(start, initially, new Uint8Array(next.length));
  return countedPlainly(found, config.platform);
}

function union(left: Flags, right: Flags): Flags {
  const both = left.slice();
  for (let state = 0; state < both.length; state++) if (right[state] === 1) both[state] = 1;
  return both;
}

/** The steps of a run, with where the CPU stands at each. */
function stepsOf(model: NmiModel<unknown>, word: readonly number[]): readonly Step[] {
  let state = model.initial();
  return word.map((letter) => {
    const event = at(model.events, letter);
    const { position } = state;
    const after = model.apply(event, state);
    if (after === null) throw new Error(`${event.name} cannot happen in this run`);
    state = after;
    return { event, position };
  });
}

interface Steps extends Pick<Table, "next" | "isBad"> {
  readonly start: number;
}

/** The table with one state for all from which exactly the same sequences of events violate first. */
function merged({ next, isBad }: Table): Steps {
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

/** The table without the steps from which no violation can be reached any more. */
function leadingOn({ next, isBad, start }: Steps): Steps {
  const leadsOn = [...isBad];
  for (let changed = true; changed; ) {
    changed = false;
    for (const [state, row] of next.entries()) {
      if (at(leadsOn, state) || !row.some((to) => to !== null && at(leadsOn, to))) continue;
      leadsOn[state] = true;
      changed = true;
    }
  }
  return {
    next: next.map((row) => row.map((to) => (to !== null && at(leadsOn, to) ? to : null))),
    isBad,
    start,
  };
}
