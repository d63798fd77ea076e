import { z } from "zod";
import type { Chain } from "../../../spec/platforms.js";
import { knownValue, truth } from "../../compiler/smt/known-value.js";
import {
  everyIndex,
  type FreshName,
  nullness,
  type SymbolicValue,
  same,
} from "../../compiler/smt/symbolic-value.js";
import {
  and,
  bool,
  equal,
  implies,
  int,
  less,
  not,
  or,
  symbol,
  type Term,
  within,
  word,
} from "../../compiler/smt/term.js";
import type { Values } from "../../compiler/smt/translate.js";
import type { PlainWalk } from "./containing-chains.js";

/** A slot of the small chain, and the one of the large chain that stands for it, as symbols. */
export interface ChosenSlot {
  readonly handler: number;
  readonly slot: number;
  readonly large: { readonly handler: Term; readonly slot: Term };
}

/** The slots of a chain in the order of the walk; those of the large chain are symbols. */
export function chosenSlots(small: Chain): readonly ChosenSlot[] {
  return small.flatMap((slots, handler) =>
    Array.from({ length: slots }, (_, slot) => ({
      handler,
      slot,
      large: {
        handler: symbol(`handler${handler}`, "Int"),
        slot: symbol(`slot${handler}_${slot}`, "Int"),
      },
    })),
  );
}

/** The chosen slots are slots of the large chain, in the same order, of one handler for each of the small. */
export function isEmbedded(chosen: readonly ChosenSlot[], chain: SymbolicValue): Term {
  const { length, item } = arrayOf(chain);
  return and(
    ...chosen.map(({ large }) =>
      and(within(large.handler, length), within(large.slot, integer(item(large.handler)))),
    ),
    ...chosen.slice(1).map((next, index) => {
      const before = chosen[index];
      if (before === undefined) return bool(true);
      return next.handler === before.handler
        ? less(before.large.slot, next.large.slot)
        : less(before.large.handler, next.large.handler);
    }),
  );
}

/** A part of what the two machines have in common, in words. */
export interface Likeness {
  readonly about: string;
  readonly term: Term;
}

/**
 * What a machine with a small chain, and one with a large chain that contains it, have in common while
 * the same happens to both: the chosen slots are active together and no other is; the walks have come
 * to the same chosen slot; everything else is equal.
 */
export class Embedding {
  readonly #chosen: readonly ChosenSlot[];
  readonly #walk: PlainWalk;
  readonly #chain: SymbolicValue;
  readonly #fresh: FreshName;

  /** @param chain the large one */
  constructor(
    chosen: readonly ChosenSlot[],
    walk: PlainWalk,
    chain: SymbolicValue,
    fresh: FreshName,
  ) {
    this.#chosen = chosen;
    this.#walk = walk;
    this.#chain = chain;
    this.#fresh = fresh;
  }

  /** In which the two are alike. */
  likeness(small: Values, large: Values): readonly Likeness[] {
    const others = [...small.keys()].filter((name) => name !== "active" && name !== "position");
    return [
      { about: "the slots are alike", term: this.#slots(small, large) },
      { about: "the walks are at the same chosen slot", term: this.#positions(small, large) },
      {
        about: "everything else is equal",
        term: and(
          ...others.map((name) =>
            same(variableOf(small, name), variableOf(large, name), this.#fresh),
          ),
          or(isAt(small, "run"), nullness(variableOf(small, "outcome"))),
          implies(isAt(small, "run"), equal(integer(variableOf(small, "handled")), int(0))),
          or(...this.#walk.memories.map((memory) => this.#keeps(small, memory))),
        ),
      },
    ];
  }

  /** The large walk is at a slot that is none of the chosen. */
  isBetween(large: Values): Term {
    return and(isAt(large, "polling"), not(or(...this.#chosen.map((one) => isHere(one, large)))));
  }

  /** Both walks are where the next thing happens to them: not on the way to it. */
  isThere(small: Values, large: Values): Term {
    return and(implies(isAt(small, "decide"), isAt(large, "decide")), not(this.isBetween(large)));
  }

  /** The walk has gone on: it is at its end, or at a later slot. */
  hasGoneOn(before: Values, after: Values): Term {
    const [old, now] = [walkAt(before), walkAt(after)];
    return or(isAt(after, "decide"), and(isAt(after, "polling"), isBefore(old, now)));
  }

  #slots(small: Values, large: Values): Term {
    const own = arrayOf(variableOf(small, "active"));
    const all = arrayOf(variableOf(large, "active"));
    const lengths = arrayOf(this.#chain);
    const isActive = (of: typeof all, handler: Term, slot: Term): Term =>
      truth(arrayOf(of.item(handler)).item(slot));
    return and(
      ...this.#chosen.map(({ handler, slot, large: { handler: there, slot: at } }) =>
        equal(isActive(own, int(handler), int(slot)), isActive(all, there, at)),
      ),
      everyIndex(lengths.length, this.#fresh, (handler) =>
        everyIndex(integer(lengths.item(handler)), this.#fresh, (slot) =>
          or(
            ...this.#chosen.map(({ large: { handler: there, slot: at } }) =>
              and(equal(handler, there), equal(slot, at)),
            ),
            not(isActive(all, handler, slot)),
          ),
        ),
      ),
    );
  }

  #positions(small: Values, large: Values): Term {
    const { handler, slot } = walkAt(large);
    const lengths = arrayOf(this.#chain);
    const isPassed = this.#chosen.map((one) => isBefore(one.large, { handler, slot }));
    const passes = (count: number): Term =>
      and(
        ...isPassed.slice(0, count),
        ...isPassed.slice(count, count + 1).map((passed) => not(passed)),
      );
    const ends = or(this.#isEnding(large), passes(this.#chosen.length));
    return or(
      and(isAt(small, "run"), isAt(large, "run")),
      and(isAt(small, "decide"), isAt(large, "decide")),
      and(
        isAt(large, "polling"),
        within(handler, lengths.length),
        within(slot, integer(lengths.item(handler))),
        or(
          and(isAt(small, "decide"), ends),
          ...this.#chosen.map((one, index) => {
            const here = walkAt(small);
            const isHandler = equal(here.handler, int(one.handler));
            const isSlot = equal(here.slot, int(one.slot));
            return and(
              isAt(small, "polling"),
              isHandler,
              isSlot,
              not(this.#isEnding(large)),
              passes(index),
            );
          }),
        ),
      ),
    );
  }

  /** The walk goes on to the last slot of its handler, claims nothing more, and ends there. */
  #isEnding(large: Values): Term {
    const { handler, slot } = walkAt(large);
    const isLater = this.#chosen.map(({ large: chosen }) =>
      and(equal(chosen.handler, handler), not(less(chosen.slot, slot))),
    );
    const stops = this.#walk.stops.map(({ memory, seen }) =>
      and(
        this.#keeps(large, memory),
        equal(truth(variableOf(large, "backToBack")), bool(seen.backToBack)),
        equal(integer(variableOf(large, "handled")), int(seen.handled)),
      ),
    );
    return and(or(...stops), not(or(...isLater)));
  }

  #keeps(state: Values, memory: unknown): Term {
    return same(variableOf(state, "policyMemory"), knownValue(z.json().parse(memory)), this.#fresh);
  }
}

interface Place {
  readonly handler: Term;
  readonly slot: Term;
}

function isBefore(one: Place, other: Place): Term {
  return or(
    less(one.handler, other.handler),
    and(equal(one.handler, other.handler), less(one.slot, other.slot)),
  );
}

function isHere({ large }: ChosenSlot, state: Values): Term {
  const { handler, slot } = walkAt(state);
  return and(equal(handler, large.handler), equal(slot, large.slot));
}

function isAt(state: Values, position: "run" | "polling" | "decide"): Term {
  return equal(fieldOf(state, "at"), word(position));
}

/** Where the walk is; says nothing where there is none. */
function walkAt(state: Values): Place {
  return { handler: fieldOf(state, "handler"), slot: fieldOf(state, "slot") };
}

function fieldOf(state: Values, field: string): Term {
  const position = variableOf(state, "position");
  const value = position.kind === "record" ? position.fields.get(field)?.value : undefined;
  // A position that is written out, such as `run`, may have no handler.
  return value?.kind === "scalar" ? value.term : int(0);
}

function variableOf(state: Values, name: string): SymbolicValue {
  const value = state.get(name);
  if (value === undefined) throw new TypeError(`the model has no variable ${name}`);
  return value;
}

function arrayOf(value: SymbolicValue): Extract<SymbolicValue, { kind: "array" }> {
  if (value.kind !== "array") throw new TypeError("the chain, or its slots, are no array");
  return value;
}

function integer(value: SymbolicValue): Term {
  if (value.kind !== "scalar") throw new TypeError("a length is no number");
  return value.term;
}
