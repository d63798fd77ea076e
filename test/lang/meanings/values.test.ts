import { describe } from "vitest";
import { expectMeanings } from "./compiled-actions.js";

describe("values", () => {
  expectMeanings([
    {
      what: "a conjunction as a value",
      name: "both",
      source: `export function both(state: State): State {
  return { ...state, flag: state.flag && state.pair.left };
}`,
      tla: `Both ==
  /\\ flag' = (flag /\\ pair.left)
  /\\ UNCHANGED <<count, color, items, pair, pairs, place>>`,
    },
    {
      what: "a comparison as a value",
      name: "equal",
      source: `export function equal(state: State): State {
  const isZero = state.count === 0;
  return { ...state, flag: isZero !== state.flag, pair: { left: isZero, right: !isZero } };
}`,
      tla: `Equal ==
  /\\ LET isZero == (count = 0)
     IN  /\\ flag' = (isZero # flag)
         /\\ pair' = [left |-> isZero, right |-> ~isZero]
  /\\ UNCHANGED <<count, color, items, pairs, place>>`,
    },
    {
      what: "an implication as a value",
      name: "implied",
      source: `export function implied(state: State): State {
  return { ...state, flag: !state.flag || state.count === 0 };
}`,
      tla: `Implied ==
  /\\ flag' = (flag => count = 0)
  /\\ UNCHANGED <<count, color, items, pair, pairs, place>>`,
    },
    {
      what: "sums, differences and signs",
      name: "signs",
      source: `export function signs(state: State): State {
  return { ...state, flag: 2 * -1 - (state.count - (1 - state.count)) + -state.count < -3 };
}`,
      tla: `Signs ==
  /\\ flag' = (2 * (-1) - (count - (1 - count)) + -count < -3)
  /\\ UNCHANGED <<count, color, items, pair, pairs, place>>`,
    },
    {
      what: "a sign of a sign that takes more than a line",
      name: "doubleSign",
      source: `export function doubleSign(state: State): State {
  const marked = -(-(state.items.filter((item, index) => item || (index > 0 && state.flag)).length));
  return { ...state, count: Math.max(0, Math.min(marked, 3)) };
}`,
      tla: `DoubleSign ==
  /\\ LET marked == -(-Cardinality({index \\in DOMAIN items :
                          items[index] \\/ (index > 0 /\\ flag)}))
     IN  count' = Max(0, Min(marked, 3))
  /\\ UNCHANGED <<flag, color, items, pair, pairs, place>>`,
    },
    {
      what: "a conjunction as a value that just fits with its parentheses",
      name: "wide",
      source: `export function wide(state: State): State {
  return { ...state, flag: state.count < state.count + 10 && state.items.includes(true) };
}`,
      tla: `Wide ==
  /\\ flag' = (count < count + 10 /\\ (\\E i \\in DOMAIN items : items[i] = TRUE))
  /\\ UNCHANGED <<count, color, items, pair, pairs, place>>`,
    },
    {
      what: "a conjunction as a value that fits without its parentheses only",
      name: "wider",
      source: `export function wider(state: State): State {
  return { ...state, flag: state.count < state.count + 100 && state.items.includes(true) };
}`,
      tla: `Wider ==
  /\\ flag' = /\\ count < count + 100
             /\\ \\E i \\in DOMAIN items : items[i] = TRUE
  /\\ UNCHANGED <<count, color, items, pair, pairs, place>>`,
    },
    {
      what: "a minimum, a maximum",
      name: "bounded",
      source: `export function bounded(state: State): State {
  return { ...state, count: Math.max(0, Math.min(state.count - 1, 2)) };
}`,
      tla: `Bounded ==
  /\\ count' = Max(0, Min(count - 1, 2))
  /\\ UNCHANGED <<flag, color, items, pair, pairs, place>>`,
    },
    {
      what: "comparing anything with null",
      name: "nullable",
      imports: `import { at, type Range, type Vector } from "./language.js";
import type { Config, State } from "./world.js";`,
      source: `export function nullable(state: State, pair: State["pair"] | null): State {
  return pair === null ? state : { ...state, pair, flag: state.color !== null };
}`,
      tla: `Nullable(pair2) ==
  /\\ IF pair2 = None
     THEN UNCHANGED <<flag, pair>>
     ELSE /\\ pair' = pair2
          /\\ flag' = (color # None)
  /\\ UNCHANGED <<count, color, items, pairs, place>>`,
    },
    {
      what: "changes of a record, in their order",
      name: "changes",
      source: `export function changes(state: State): State {
  return { ...state, pair: { ...state.pair, left: state.pair.right, right: state.pair.left } };
}`,
      tla: `Changes ==
  /\\ pair' = [pair EXCEPT !.left = pair.right, !.right = pair.left]
  /\\ UNCHANGED <<count, flag, color, items, pairs, place>>`,
    },
    {
      what: "a change of an item of an array",
      name: "item",
      imports: `import { at, type Range, type Vector } from "./language.js";
import type { Config, State } from "./world.js";`,
      source: `export function item(state: State, index: Range<0, 1>): State {
  const pair = at(state.pairs, index);
  return { ...state, pairs: state.pairs.with(index, { ...pair, left: !pair.left }) };
}`,
      tla: `Item(index) ==
  /\\ LET pair2 == pairs[index]
     IN  pairs' = [pairs EXCEPT ![index] =
                     [pair2 EXCEPT !.left = ~pair2.left]]
  /\\ UNCHANGED <<count, flag, color, items, pair, place>>`,
    },
    {
      what: "arrays that are written out",
      name: "arrays",
      source: `export function arrays(state: State): State {
  return { ...state, items: [state.flag, -1 < state.count, true] };
}`,
      tla: `Arrays ==
  /\\ items' = (0 :> flag @@ 1 :> (count > -1) @@ 2 :> TRUE)
  /\\ UNCHANGED <<count, flag, color, pair, pairs, place>>`,
    },
    {
      what: "arrays that are made",
      name: "made",
      source: `export function made(state: State): State {
  const flipped = state.items.map((item) => !item);
  return { ...state, items: flipped.map((item, index) => item && index < state.count) };
}`,
      tla: `Made ==
  /\\ LET flipped == [i \\in DOMAIN items |-> ~items[i]]
     IN  items' = [index \\in DOMAIN flipped |->
                     flipped[index] /\\ index < count]
  /\\ UNCHANGED <<count, flag, color, pair, pairs, place>>`,
    },
    {
      what: "questions of arrays",
      name: "asked",
      source: `export function asked(state: State): State | null {
  if (state.items.filter((item) => item).length < 2) return null;
  const isFull = state.items.every((item) => item);
  return { ...state, flag: state.items.includes(isFull) && [0, 1].includes(state.count) };
}`,
      tla: `Asked ==
  /\\ Cardinality({i \\in DOMAIN items : items[i]}) >= 2
  /\\ LET isFull == \\A j \\in DOMAIN items : items[j]
     IN  flag' = /\\ \\E k \\in DOMAIN items : items[k] = isFull
                 /\\ count \\in {0, 1}
  /\\ UNCHANGED <<count, color, items, pair, pairs, place>>`,
    },
    {
      what: "an array of parameters as a value counts from 0 too",
      name: "copied",
      imports: `import { at, type Range, type Vector } from "./language.js";
import type { Config, State } from "./world.js";`,
      source: `export function copied(config: Config, state: State): State {
  const chains = [config.chain, config.chain.with(0, 2)];
  return { ...state, count: Math.min(at(at(chains, 1), 0), 3), flag: config.chain.some((size) => size === 2) };
}`,
      tla: `Copied ==
  /\\ LET chains == ( 0 :> [i \\in 0 .. Len(Chain) - 1 |-> Chain[i + 1]] @@
                     1 :> (LET changed == [j \\in 0 .. Len(Chain) - 1 |->
                                             Chain[j + 1]]
                           IN  After(changed[0],
                                     [changed EXCEPT ![0] = 2])) )
     IN  /\\ count' = Min(chains[1][0], 3)
         /\\ flag' = \\E k \\in 0 .. Len(Chain) - 1 : Chain[k + 1] = 2
  /\\ UNCHANGED <<color, items, pair, pairs, place>>`,
    },
    {
      what: "the length of arrays",
      name: "lengths",
      imports: `import { at, type Range, type Vector } from "./language.js";
import type { Config, State } from "./world.js";`,
      source: `export function lengths(config: Config, state: State): State | null {
  if (config.chain.length < 2) return null;
  return { ...state, flag: state.items.length === config.chain.length };
}`,
      tla: `Lengths ==
  /\\ Len(Chain) >= 2
  /\\ flag' = (Cardinality(DOMAIN items) = Len(Chain))
  /\\ UNCHANGED <<count, color, items, pair, pairs, place>>`,
    },
  ]);
});
