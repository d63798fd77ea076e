import { describe } from "vitest";
import { expectMeanings } from "./compiled-actions.js";

describe("guards", () => {
  expectMeanings([
    {
      what: "a disjunction, which TLC would take for two steps",
      name: "either",
      source: `export function either(state: State): State | null {
  if (state.count !== 0 && !state.flag) return null;
  return { ...state, count: 1 };
}`,
      tla: `Either ==
  /\\ count # 0 => flag
  /\\ count' = 1
  /\\ UNCHANGED <<flag, color, items, pair, pairs, place>>`,
    },
    {
      what: "three of them",
      name: "three",
      source: `export function three(state: State): State | null {
  if (state.count === 0 || state.flag || state.pair.left) return { ...state, count: 1 };
  return null;
}`,
      tla: `Three ==
  /\\ count # 0 /\\ ~flag => pair.left
  /\\ count' = 1
  /\\ UNCHANGED <<flag, color, items, pair, pairs, place>>`,
    },
    {
      what: "a witness, of which TLC would take each for a step",
      name: "witness",
      source: `export function witness(state: State): State | null {
  return state.items.some((item) => item) ? { ...state, count: 1 } : null;
}`,
      tla: `Witness ==
  /\\ (\\E i \\in DOMAIN items : items[i]) = TRUE
  /\\ count' = 1
  /\\ UNCHANGED <<flag, color, items, pair, pairs, place>>`,
    },
    {
      what: "an operator that may branch",
      name: "hidden",
      source: `const calm = (state: State): boolean => state.count === 0 || state.flag;
export function hidden(state: State): State | null {
  return calm(state) ? { ...state, count: 1 } : null;
}`,
      tla: `Calm == count = 0 \\/ flag

Hidden ==
  /\\ Calm = TRUE
  /\\ count' = 1
  /\\ UNCHANGED <<flag, color, items, pair, pairs, place>>`,
    },
    {
      what: "a name for what may branch",
      name: "named",
      source: `export function named(state: State): State | null {
  const isCalm = state.count === 0 || state.flag;
  return isCalm ? { ...state, count: 1, flag: isCalm } : null;
}`,
      tla: `Named ==
  /\\ LET isCalm == count = 0 \\/ flag
     IN  /\\ isCalm = TRUE
         /\\ count' = 1
         /\\ flag' = isCalm
  /\\ UNCHANGED <<color, items, pair, pairs, place>>`,
    },
    {
      what: "an operator that is given what may branch",
      name: "given",
      source: `const same = (value: boolean, other: boolean): boolean => (other ? value : false);
export function given(state: State): State | null {
  return same(state.count === 0 || state.flag, state.pair.left) ? { ...state, count: 1 } : null;
}`,
      tla: `Same2(value, other) == IF other THEN value ELSE FALSE

Given ==
  /\\ Same2(count = 0 \\/ flag, pair.left) = TRUE
  /\\ count' = 1
  /\\ UNCHANGED <<flag, color, items, pair, pairs, place>>`,
    },
    {
      what: "a guard that keeps a value from failing stays before it",
      name: "kept",
      imports: `import { at, type Range, type Vector } from "./language.js";
import type { Config, State } from "./world.js";`,
      source: `export function kept(state: State): State | null {
  if (state.flag) {
    if (state.count >= 3) return null;
    return { ...state, flag: at(state.items, state.count), count: 1 };
  }
  if (state.count === 3) return null;
  return { ...state, flag: at(state.items, state.count), count: 2 };
}`,
      tla: `Kept ==
  /\\ IF flag
     THEN /\\ count < 3
          /\\ flag' = items[count]
          /\\ count' = 1
     ELSE /\\ count # 3
          /\\ flag' = items[count]
          /\\ count' = 2
  /\\ UNCHANGED <<color, items, pair, pairs, place>>`,
    },
    {
      what: "what both alternatives do alike is written once",
      name: "alike",
      source: `export function alike(state: State): State {
  const next = { ...state, flag: true };
  return state.flag ? { ...next, count: 1 } : { ...next, count: 2 };
}`,
      tla: `Alike ==
  /\\ flag' = TRUE
  /\\ IF flag
     THEN count' = 1
     ELSE count' = 2
  /\\ UNCHANGED <<color, items, pair, pairs, place>>`,
    },
    {
      what: "alternatives that do nothing different",
      name: "same",
      source: `export function same(state: State): State {
  if (state.flag) {
    const count = Math.min(state.count, 2);
    return { ...state, flag: count > 0 };
  }
  return { ...state, flag: true };
}`,
      tla: `Same ==
  /\\ IF flag
     THEN LET count2 == Min(count, 2)
          IN  flag' = (count2 > 0)
     ELSE flag' = TRUE
  /\\ UNCHANGED <<count, color, items, pair, pairs, place>>`,
    },
    {
      what: "an action that can never happen",
      name: "never",
      source: `export function never(_state: State): State | null {
  return null;
}`,
      tla: `Never ==
  /\\ FALSE
  /\\ UNCHANGED <<count, flag, color, items, pair, pairs, place>>`,
    },
    {
      what: "an action that changes nothing",
      name: "idle",
      source: `export function idle(state: State): State {
  return { ...state, count: state.count };
}`,
      tla: `Idle ==
  UNCHANGED <<count, flag, color, items, pair, pairs, place>>`,
    },
  ]);
});
