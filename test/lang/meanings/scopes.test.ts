import { describe } from "vitest";
import { expectMeanings } from "./compiled-actions.js";

describe("scopes", () => {
  expectMeanings([
    {
      what: "a constant of an inner block does not reach the statements after the block",
      name: "shadow",
      source: `export function shadow(state: State): State {
  const step = 1;
  if (state.flag) {
    const step = 2;
    if (state.pair.left) return { ...state, count: step };
  }
  return { ...state, count: step };
}`,
      tla: `Shadow ==
  /\\ IF flag
     THEN IF pair.left
          THEN count' = 2
          ELSE count' = 1
     ELSE count' = 1
  /\\ UNCHANGED <<flag, color, items, pair, pairs, place>>`,
    },
    {
      what: "a function in a function sees the names around it, not those of its caller",
      name: "closure",
      source: `export function closure(state: State): State {
  const step = Math.min(state.count, 2);
  const more = (count: number): number => count + step;
  const apply = (step: number): number => more(step);
  return { ...state, count: apply(1) };
}`,
      tla: `Closure ==
  /\\ LET step == Min(count, 2)
     IN  count' = 1 + step
  /\\ UNCHANGED <<flag, color, items, pair, pairs, place>>`,
    },
    {
      what: "a parameter named as a variable, a word of TLA+ or an operator",
      name: "naming",
      imports: `import { at, type Range, type Vector } from "./language.js";
import type { Config, State } from "./world.js";`,
      source: `function Naming(count: number, Nat: boolean): boolean {
  return Nat && count > 0;
}
export function naming(state: State, flag: boolean, IN: Range<0, 1>): State {
  return { ...state, flag: Naming(IN, flag) };
}`,
      tla: `Naming2(count2, Nat_) == Nat_ /\\ count2 > 0

Naming(flag2, IN_) ==
  /\\ flag' = Naming2(IN_, flag2)
  /\\ UNCHANGED <<count, color, items, pair, pairs, place>>`,
    },
    {
      what: "names that TLA+ has in one only",
      name: "dollar",
      imports: `import { at, type Range, type Vector } from "./language.js";
import type { Config, State } from "./world.js";`,
      source: `export function dollar(state: State, $: boolean, _: boolean): State {
  return { ...state, flag: $ && !_ };
}`,
      tla: `Dollar(x_, x__) ==
  /\\ flag' = (x_ /\\ ~x__)
  /\\ UNCHANGED <<count, color, items, pair, pairs, place>>`,
    },
    {
      what: "a constant of the file is an operator, a table counts from 0",
      name: "table",
      imports: `import { at, type Range, type Vector } from "./language.js";
import type { Config, State } from "./world.js";`,
      source: `/** As far as it goes. */
const LIMIT = 3;
const STEPS = [1, 2, 0];
export function table(state: State): State | null {
  if (state.count >= LIMIT) return null;
  return { ...state, count: at(STEPS, state.count) };
}`,
      tla: `\\* As far as it goes.
LIMIT == 3

STEPS == (0 :> 1 @@ 1 :> 2 @@ 2 :> 0)

Table ==
  /\\ count < LIMIT
  /\\ count' = STEPS[count]
  /\\ UNCHANGED <<flag, color, items, pair, pairs, place>>`,
    },
  ]);
});
