import { describe } from "vitest";
import { expectRefusals } from "./refused-actions.js";

describe("an action is refused for", () => {
  expectRefusals([
    {
      what: "a call that cannot be compiled",
      name: "rounding",
      source: `export function rounding(state: State): State {
  return { ...state, count: Math.abs(state.count) };
}`,
      text: `error[L110]: \`Math.abs\` cannot be compiled.
rounding.ts:3:29
  3 |   return { ...state, count: Math.abs(state.count) };
    |                             ^
  → call functions of the model, \`at\`, \`Math.min\`, \`Math.max\`, or the array methods of the subset.`,
    },
    {
      what: "an array method outside the subset",
      name: "reducing",
      source: `export function reducing(state: State): State {
  return { ...state, flag: state.items.reduce((left, right) => left || right) };
}`,
      text: `error[L110]: the array method \`.reduce\` cannot be compiled.
reducing.ts:3:40
  3 |   return { ...state, flag: state.items.reduce((left, right) => left || right) };
    |                                        ^
  → call functions of the model, \`at\`, \`Math.min\`, \`Math.max\`, or the array methods of the subset.`,
    },
    {
      what: "an array method with other arguments",
      name: "searching",
      source: `export function searching(state: State): State {
  return { ...state, flag: state.items.includes(true, 1) };
}`,
      text: `error[L110]: this method takes 1 argument here.
searching.ts:3:28
  3 |   return { ...state, flag: state.items.includes(true, 1) };
    |                            ^
  → call functions of the model, \`at\`, \`Math.min\`, \`Math.max\`, or the array methods of the subset.`,
    },
    {
      what: "a minimum of one",
      name: "least",
      source: `export function least(state: State): State {
  return { ...state, count: Math.min(state.count) };
}`,
      text: `error[L110]: \`Math.min\` takes two arguments here.
least.ts:3:29
  3 |   return { ...state, count: Math.min(state.count) };
    |                             ^
  → call functions of the model, \`at\`, \`Math.min\`, \`Math.max\`, or the array methods of the subset.`,
    },
    {
      what: "a parameter with a default",
      name: "defaulting",
      source: `function more(count: number, by = 1): number {
  return count + by;
}
export function defaulting(state: State): State {
  return { ...state, count: more(state.count) };
}`,
      text: `error[L110]: a parameter must be plain: no default, no rest, no \`this\`.
defaulting.ts:2:30
  2 | function more(count: number, by = 1): number {
    |                              ^
  → call functions of the model, \`at\`, \`Math.min\`, \`Math.max\`, or the array methods of the subset.`,
    },
    {
      what: "an argument left out",
      name: "lacking",
      source: `function more(count: number, by?: number): number {
  return by === null ? count : count + 1;
}
export function lacking(state: State): State {
  return { ...state, count: more(state.count) };
}`,
      text: `error[L110]: \`more\` is called with too few arguments.
lacking.ts:6:29
  6 |   return { ...state, count: more(state.count) };
    |                             ^
  → call functions of the model, \`at\`, \`Math.min\`, \`Math.max\`, or the array methods of the subset.`,
    },
    {
      what: "the clock",
      name: "dating",
      source: `export function dating(state: State): State {
  return { ...state, flag: Date.now() > 0 };
}`,
      text: `error[L111]: \`Date\` is not part of the state.
dating.ts:3:28
  3 |   return { ...state, flag: Date.now() > 0 };
    |                            ^
  → a step is a function of the state alone: pass what it needs as a parameter of the model.`,
    },
    {
      what: "chance",
      name: "gambling",
      source: `export function gambling(state: State): State {
  return { ...state, flag: Math.random() > 0 };
}`,
      text: `error[L111]: \`Math.random\` gives a different answer each time.
gambling.ts:3:28
  3 |   return { ...state, flag: Math.random() > 0 };
    |                            ^
  → a step is a function of the state alone: pass what it needs as a parameter of the model.`,
    },
    {
      what: "an object with an identity",
      name: "making",
      source: `export function making(state: State): State {
  return { ...state, flag: new Set([1]).has(1) };
}`,
      text: `error[L111]: \`new\` makes an object with an identity.
making.ts:3:28
  3 |   return { ...state, flag: new Set([1]).has(1) };
    |                            ^
  → a step is a function of the state alone: pass what it needs as a parameter of the model.`,
    },
    {
      what: "a call for its effect",
      name: "pushing",
      source: `export function pushing(state: State): State {
  state.items.map((item) => !item);
  return state;
}`,
      text: `error[L111]: a call whose result is not used can only have a side effect.
pushing.ts:3:3
  3 |   state.items.map((item) => !item);
    |   ^
  → a step is a function of the state alone: pass what it needs as a parameter of the model.`,
    },
    {
      what: "a generator",
      name: "yielding",
      source: `function* numbers(): Generator<number> { yield 1; }
export function yielding(state: State): State {
  const all = numbers();
  return { ...state, flag: state.flag && all !== null };
}`,
      text: `error[L111]: a generator gives its values over time.
yielding.ts:2:1
  2 | function* numbers(): Generator<number> { yield 1; }
    | ^
  → a step is a function of the state alone: pass what it needs as a parameter of the model.`,
    },
    {
      what: "a callback that is only named",
      name: "naming",
      source: `const isSet = (item: boolean): boolean => item;
export function naming(state: State): State {
  return { ...state, flag: state.items.some(isSet) };
}`,
      text: `error[L116]: only an arrow function written in place can be compiled here.
naming.ts:4:45
  4 |   return { ...state, flag: state.items.some(isSet) };
    |                                             ^
  → use an arrow function with an expression: \`(item) => …\`.`,
    },
    {
      what: "a callback with three parameters",
      name: "third",
      source: `export function third(state: State): State {
  return { ...state, flag: state.items.some((item, _index, all) => item && all.length > 1) };
}`,
      text: `error[L116]: a third parameter of a callback cannot be compiled.
third.ts:3:45
  3 |   return { ...state, flag: state.items.some((item, _index, all) => item && all.length > 1) };
    |                                             ^
  → use an arrow function with an expression: \`(item) => …\`.`,
    },
    {
      what: "a function as a value",
      name: "functional",
      source: `export function functional(state: State): State {
  const rules = [(flag: boolean) => flag];
  return { ...state, flag: rules.length === 1 };
}`,
      text: `error[L116]: a function cannot be used as a value here.
functional.ts:3:18
  3 |   const rules = [(flag: boolean) => flag];
    |                  ^
  → use an arrow function with an expression: \`(item) => …\`.`,
    },
    {
      what: "what a filter leaves as a value",
      name: "filtering",
      source: `export function filtering(state: State): State {
  return { ...state, items: state.items.filter((item) => item) };
}`,
      text: `error[L117]: what \`.filter\` leaves has no fixed length.
filtering.ts:3:29
  3 |   return { ...state, items: state.items.filter((item) => item) };
    |                             ^
  → use \`.filter(…)\` for its \`.length\` only, and \`Vector<Item, Length>\` for variables.`,
    },
    {
      what: "a spread in an array",
      name: "growing",
      source: `export function growing(state: State): State {
  return { ...state, items: [...state.items, true] };
}`,
      text: `error[L117]: a spread in an array has no fixed length.
growing.ts:3:30
  3 |   return { ...state, items: [...state.items, true] };
    |                              ^
  → use \`.filter(…)\` for its \`.length\` only, and \`Vector<Item, Length>\` for variables.`,
    },
    {
      what: "destructuring",
      name: "taking",
      source: `export function taking(state: State): State {
  const { flag } = state;
  return { ...state, flag: !flag };
}`,
      text: `error[L118]: destructuring cannot be compiled.
taking.ts:3:9
  3 |   const { flag } = state;
    |         ^
  → name the value and read its fields.`,
    },
    {
      what: "destructuring of a parameter",
      name: "taken",
      source: `const flip = ({ left }: { left: boolean }): boolean => !left;
export function taken(state: State): State {
  return { ...state, flag: flip(state.pair) };
}`,
      text: `error[L118]: destructuring cannot be compiled.
taken.ts:2:15
  2 | const flip = ({ left }: { left: boolean }): boolean => !left;
    |               ^
  → name the value and read its fields.`,
    },
  ]);
});
