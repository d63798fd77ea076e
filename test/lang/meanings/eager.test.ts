import { describe } from "vitest";
import { expectMeanings } from "./compiled-actions.js";

const IMPORTS =
  'import { at } from "./language.js";\nimport type { Config, State } from "./world.js";';

describe("what TypeScript computes whether or not it is used", () => {
  expectMeanings(
    [
      {
        what: "a change at an index that may be outside",
        name: "changed",
        source: `export function changed(state: State): State {
  return { ...state, items: state.items.with(state.count, true) };
}`,
        tla: `Changed ==
  /\\ items' = After(items[count], [items EXCEPT ![count] = TRUE])
  /\\ UNCHANGED <<count, flag, color, pair, pairs, place>>`,
      },
      {
        what: "a change that reads the item itself",
        name: "toggled",
        source: `export function toggled(state: State): State {
  return { ...state, items: state.items.with(state.count, !at(state.items, state.count)) };
}`,
        tla: `Toggled ==
  /\\ items' = After(items[count], [items EXCEPT ![count] = ~items[count]])
  /\\ UNCHANGED <<count, flag, color, pair, pairs, place>>`,
      },
      {
        what: "a change at an index that is compared with the length before",
        name: "guarded",
        source: `export function guarded(state: State): State | null {
  if (state.count >= state.items.length) return null;
  return { ...state, items: state.items.with(state.count, true) };
}`,
        tla: `Guarded ==
  /\\ count < Cardinality(DOMAIN items)
  /\\ items' = [items EXCEPT ![count] = TRUE]
  /\\ UNCHANGED <<count, flag, color, pair, pairs, place>>`,
      },
      {
        what: "a constant before a guard that it does not depend on",
        name: "early",
        source: `export function early(state: State): State | null {
  const now = at(state.items, state.count);
  if (state.flag) return null;
  return { ...state, flag: now };
}`,
        tla: `Early ==
  /\\ LET now == items[count]
     IN  /\\ Computed(now)
         /\\ ~flag
         /\\ flag' = now
  /\\ UNCHANGED <<count, color, items, pair, pairs, place>>`,
      },
      {
        what: "a constant that every path needs",
        name: "needed",
        source: `export function needed(state: State): State | null {
  const now = at(state.items, state.count);
  return now ? null : { ...state, flag: true };
}`,
        tla: `Needed ==
  /\\ LET now == items[count]
     IN  /\\ ~now
         /\\ flag' = TRUE
  /\\ UNCHANGED <<count, color, items, pair, pairs, place>>`,
      },
      {
        what: "a constant that nothing uses",
        name: "unused",
        source: `export function unused(state: State): State {
  const pair = { left: at(state.items, state.count), right: at(state.items, 1) };
  return { ...state, flag: pair.right };
}`,
        tla: `Unused ==
  /\\ Computed(items[count])
  /\\ flag' = items[1]
  /\\ UNCHANGED <<count, color, items, pair, pairs, place>>`,
      },
      {
        what: "an argument that the function may not need",
        name: "argument",
        source: `function both(wanted: boolean, item: boolean): boolean {
  return wanted && item;
}
export function argument(state: State): State {
  return { ...state, flag: both(false, at(state.items, state.count)) };
}`,
        tla: `Both(wanted, item) == wanted /\\ item

Argument ==
  /\\ flag' = LET argument == items[count]
             IN  After(argument, Both(FALSE, argument))
  /\\ UNCHANGED <<count, color, items, pair, pairs, place>>`,
      },
      {
        what: "the other fields of a record",
        name: "other",
        source: `export function other(state: State): State {
  return { ...state, flag: { left: true, right: at(state.items, state.count) }.left };
}`,
        tla: `Other ==
  /\\ flag' = After(items[count], TRUE)
  /\\ UNCHANGED <<count, color, items, pair, pairs, place>>`,
      },
      {
        what: "a field that another one takes the place of",
        name: "replaced",
        source: `export function replaced(state: State): State {
  return { ...state, pair: { ...{ left: at(state.items, state.count), right: true }, left: true } };
}`,
        tla: `Replaced ==
  /\\ pair' = [left |-> After(items[count], TRUE), right |-> TRUE]
  /\\ UNCHANGED <<count, flag, color, items, pairs, place>>`,
      },
      {
        what: "the items of an array of which the length is asked",
        name: "length",
        source: `export function length(state: State): State {
  return { ...state, flag: [at(state.items, state.count)].length > 0 };
}`,
        tla: `Length ==
  /\\ flag' = (Cardinality(DOMAIN (0 :> items[count])) > 0)
  /\\ UNCHANGED <<count, color, items, pair, pairs, place>>`,
      },
      {
        what: "the items behind the one that is looked for",
        name: "includes",
        source: `export function includes(state: State): State {
  return { ...state, flag: [true, at(state.items, state.count)].includes(state.flag) };
}`,
        tla: `Includes ==
  /\\ flag' = After(items[count], flag = TRUE \\/ flag = items[count])
  /\\ UNCHANGED <<count, color, items, pair, pairs, place>>`,
      },
      {
        what: "the items of an array of which one is read",
        name: "mapped",
        source: `export function mapped(state: State): State {
  return {
    ...state,
    flag: at(
      state.items.map((_, index) => at(state.items, index + state.count)),
      0,
    ),
  };
}`,
        tla: `Mapped ==
  /\\ flag' = (LET items2 == [index \\in DOMAIN items |-> items[index + count]] IN After(items2, items2))[0]
  /\\ UNCHANGED <<count, color, items, pair, pairs, place>>`,
      },
      {
        what: "a condition whose alternatives are the same",
        name: "same",
        source: `export function same(state: State): State {
  if (at(state.items, state.count)) return { ...state, flag: true };
  return { ...state, flag: true };
}`,
        tla: `Same ==
  /\\ flag' = TRUE
  /\\ IF items[count]
     THEN TRUE
     ELSE TRUE
  /\\ UNCHANGED <<count, color, items, pair, pairs, place>>`,
      },
      {
        what: "what a switch is about, with one case for all",
        name: "switched",
        source: `export function switched(state: State): State {
  switch (at(state.items, state.count)) {
    default:
      return { ...state, flag: true };
  }
}`,
        tla: `Switched ==
  /\\ Computed(items[count])
  /\\ flag' = TRUE
  /\\ UNCHANGED <<count, color, items, pair, pairs, place>>`,
      },
      {
        what: "a filter of which the number is asked later",
        name: "filtered",
        source: `export function filtered(state: State): State | null {
  const found = state.items.filter((_, index) => at(state.items, index + state.count));
  if (state.flag) return null;
  return { ...state, flag: found.length > 0 };
}`,
        tla: `Filtered ==
  /\\ Computed(Cardinality({index \\in DOMAIN items : items[index + count]}))
  /\\ ~flag
  /\\ flag' = (Cardinality({index \\in DOMAIN items : items[index + count]}) >
                0)
  /\\ UNCHANGED <<count, color, items, pair, pairs, place>>`,
      },
    ].map((action) => ({ ...action, imports: IMPORTS })),
  );
});
