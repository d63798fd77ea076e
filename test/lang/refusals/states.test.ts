import { describe } from "vitest";
import { expectRefusals } from "./refused-actions.js";

describe("an action is refused for", () => {
  expectRefusals([
    {
      what: "an unknown field",
      name: "inventing",
      source: `const extra = { speed: 1 };
export function inventing(state: State): State {
  return { ...state, ...extra };
}`,
      text: `error[L115]: the state has no field \`speed\`.
inventing.ts:4:22
  4 |   return { ...state, ...extra };
    |                      ^
  → update only the fields that the state declares.`,
    },
    {
      what: "an unknown field of a new state",
      name: "extending",
      source: `export function extending(state: State): State {
  const next = {
    count: 0, flag: true, color: null, items: state.items, pair: state.pair,
    pairs: state.pairs, place: state.place, speed: 1,
  };
  return next;
}`,
      text: `error[L115]: the state has no field \`speed\`.
extending.ts:7:10
  7 |   return next;
    |          ^
  → update only the fields that the state declares.`,
    },
    {
      what: "a field that not every alternative has",
      name: "adding",
      source: `export function adding(state: State): State {
  return { ...state, place: { ...state.place, at: "road", mile: 1 } };
}`,
      text: `error[L115]: not every value that is spread here has a field \`mile\`.
adding.ts:3:59
  3 |   return { ...state, place: { ...state.place, at: "road", mile: 1 } };
    |                                                           ^
  → update only the fields that the state declares.`,
    },
    {
      what: "a parameter in place of the state",
      name: "misplaced",
      imports: `import type { Range } from "./language.js";
import type { State } from "./world.js";`,
      source: `export function misplaced(by: Range<0, 3>, state: State): State {
  return { ...state, count: by };
}`,
      text: `error[L131]: \`by\` is not the state.
misplaced.ts:3:27
  3 | export function misplaced(by: Range<0, 3>, state: State): State {
    |                           ^
  → take the parameters of the model, the state, then parameters with finite types; return the new state, or null.`,
    },
    {
      what: "a parameter without a type",
      name: "untyped",
      source: `export function untyped(state: State, by = true): State {
  return { ...state, flag: by };
}`,
      text: `error[L131]: a parameter of an action needs a finite type.
untyped.ts:2:39
  2 | export function untyped(state: State, by = true): State {
    |                                       ^
  → take the parameters of the model, the state, then parameters with finite types; return the new state, or null.`,
    },
    {
      what: "an answer that is no state",
      name: "answering",
      source: `export function answering(state: State): boolean {
  return state.flag;
}`,
      text: `error[L131]: an action returns the new state or \`null\`, this is neither.
answering.ts:3:10
  3 |   return state.flag;
    |          ^
  → take the parameters of the model, the state, then parameters with finite types; return the new state, or null.`,
    },
    {
      what: "a state without all its fields",
      name: "forgetting",
      source: `export function forgetting(_state: State): { readonly flag: boolean; readonly count: number } {
  return { flag: true, count: 0 };
}`,
      text: `error[L131]: the new state has no \`color\`, \`items\`, \`pair\`, \`pairs\`, \`place\`.
forgetting.ts:3:10
  3 |   return { flag: true, count: 0 };
    |          ^
  → take the parameters of the model, the state, then parameters with finite types; return the new state, or null.`,
    },
  ]);
});
