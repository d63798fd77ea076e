import { describe } from "vitest";
import { expectRefusals } from "./refused-actions.js";

describe("an action is refused for", () => {
  expectRefusals([
    {
      what: "an expression outside the subset",
      name: "spelling",
      source: `export function spelling(state: State): State {
  return { ...state, flag: \`\${state.count}\` === "1" };
}`,
      text: `error[L105]: a text that is put together cannot be compiled.
spelling.ts:3:28
  3 |   return { ...state, flag: \`\${state.count}\` === "1" };
    |                            ^
  → see the table of the subset in docs/subset.md.`,
    },
    {
      what: "undefined",
      name: "undefining",
      source: `export function undefining(state: State): State | null | undefined {
  return state.flag ? state : undefined;
}`,
      text: `error[L105]: \`undefined\` has no counterpart: use \`null\`.
undefining.ts:3:31
  3 |   return state.flag ? state : undefined;
    |                               ^
  → see the table of the subset in docs/subset.md.`,
    },
    {
      what: "optional chaining",
      name: "chaining",
      source: `export function chaining(state: State): State {
  return { ...state, flag: state?.flag };
}`,
      text: `error[L105]: \`?.\` cannot be compiled: compare with \`null\` first.
chaining.ts:3:28
  3 |   return { ...state, flag: state?.flag };
    |                            ^
  → see the table of the subset in docs/subset.md.`,
    },
    {
      what: "a fraction",
      name: "halving",
      source: `export function halving(state: State): State {
  return { ...state, count: 0.5 };
}`,
      text: `error[L105]: 0.5 is not an integer.
halving.ts:3:29
  3 |   return { ...state, count: 0.5 };
    |                             ^
  → see the table of the subset in docs/subset.md.`,
    },
    {
      what: "a negative index",
      name: "last",
      source: `export function last(state: State): State {
  return { ...state, items: state.items.with(-1, true) };
}`,
      text: `error[L127]: \`.with(-1, …)\` changes no item that \`at\` can read.
last.ts:3:46
  3 |   return { ...state, items: state.items.with(-1, true) };
    |                                              ^
  → count from 0: JavaScript's \`with\` counts from the end there, TLA+ does not.`,
    },
    {
      what: "a negative index by its name",
      name: "named",
      source: `const LAST = -1;
export function named(state: State): State {
  return { ...state, items: state.items.with(LAST, true) };
}`,
      text: `error[L127]: \`.with(LAST, …)\` changes no item that \`at\` can read.
named.ts:4:46
  4 |   return { ...state, items: state.items.with(LAST, true) };
    |                                              ^
  → count from 0: JavaScript's \`with\` counts from the end there, TLA+ does not.`,
    },
    {
      what: "a number beyond the integers of TLC",
      name: "large",
      source: `export function large(state: State): State {
  return { ...state, flag: state.count < 3000000000 };
}`,
      text: `error[L105]: 3000000000 is beyond the 32 bits of an integer in TLC.
large.ts:3:42
  3 |   return { ...state, flag: state.count < 3000000000 };
    |                                          ^
  → see the table of the subset in docs/subset.md.`,
    },
    {
      what: "the whole state as a value",
      name: "wholesale",
      source: `export function wholesale(state: State): State {
  const both = [state, state];
  return { ...state, flag: both.length === 2 };
}`,
      text: `error[L105]: the whole state cannot be used as a value here.
wholesale.ts:3:17
  3 |   const both = [state, state];
    |                 ^
  → see the table of the subset in docs/subset.md.`,
    },
    {
      what: "a spread of a record after a field",
      name: "late",
      source: `export function late(state: State): State {
  return { ...state, pair: { ...(state.flag ? state.pair : state.pair), ...state.pair } };
}`,
      text: `error[L105]: a record must be spread first, then changed.
late.ts:3:73
  3 |   return { ...state, pair: { ...(state.flag ? state.pair : state.pair), ...state.pair } };
    |                                                                         ^
  → see the table of the subset in docs/subset.md.`,
    },
    {
      what: "a spread of what may be null",
      name: "lateNull",
      source: `const none: { readonly flag: boolean } | null = null;
export function lateNull(state: State): State {
  return { ...state, ...(state.flag ? none : { flag: true }) };
}`,
      text: `error[L105]: a record must be spread first, then changed.
lateNull.ts:4:22
  4 |   return { ...state, ...(state.flag ? none : { flag: true }) };
    |                      ^
  → see the table of the subset in docs/subset.md.`,
    },
    {
      what: "an operator outside the subset",
      name: "dividing",
      source: `export function dividing(state: State): State {
  return { ...state, flag: state.count % 2 === 0 };
}`,
      text: `error[L106]: the operator \`%\` cannot be compiled.
dividing.ts:3:40
  3 |   return { ...state, flag: state.count % 2 === 0 };
    |                                        ^
  → use \`&& || ! === !== < <= > >= + - *\` and \`?:\`.`,
    },
    {
      what: "a loose comparison",
      name: "loose",
      source: `export function loose(state: State): State {
  return { ...state, flag: state.count == 0 };
}`,
      text: `error[L106]: the operator \`==\` cannot be compiled.
loose.ts:3:40
  3 |   return { ...state, flag: state.count == 0 };
    |                                        ^
  → use \`&& || ! === !== < <= > >= + - *\` and \`?:\`.`,
    },
    {
      what: "typeof",
      name: "typing",
      source: `export function typing(state: State): State {
  return { ...state, flag: ~state.count === 0 };
}`,
      text: `error[L106]: the operator of \`~state.count\` cannot be compiled.
typing.ts:3:28
  3 |   return { ...state, flag: ~state.count === 0 };
    |                            ^
  → use \`&& || ! === !== < <= > >= + - *\` and \`?:\`.`,
    },
    {
      what: "comparing records",
      name: "comparing",
      source: `export function comparing(state: State): State {
  return { ...state, flag: state.pair === state.pair };
}`,
      text: `error[L107]: \`state.pair\` is not a number, string, boolean or null.
comparing.ts:3:28
  3 |   return { ...state, flag: state.pair === state.pair };
    |                            ^
  → compare their fields; \`===\` on objects compares identity in TypeScript and value in TLA+.`,
    },
    {
      what: "looking for a record",
      name: "including",
      source: `export function including(state: State): State {
  return { ...state, flag: state.pairs.includes(state.pair) };
}`,
      text: `error[L107]: \`state.pair\` is not a number, string, boolean or null.
including.ts:3:49
  3 |   return { ...state, flag: state.pairs.includes(state.pair) };
    |                                                 ^
  → compare their fields; \`===\` on objects compares identity in TypeScript and value in TLA+.`,
    },
    {
      what: "a switch over records",
      name: "switching",
      source: `export function switching(state: State): State {
  switch (state.pair) {
    case state.pair:
      return { ...state, flag: true };
    default:
      return state;
  }
}`,
      text: `error[L107]: \`state.pair\` is not a number, string, boolean or null.
switching.ts:3:11
  3 |   switch (state.pair) {
    |           ^
  → compare their fields; \`===\` on objects compares identity in TypeScript and value in TLA+.`,
    },
    {
      what: "plain indexing",
      name: "indexing",
      source: `export function indexing(state: State): State {
  return { ...state, flag: state.items[0] === true };
}`,
      text: `error[L107]: \`state.items[0]\` is not a number, string, boolean or null.
indexing.ts:3:28
  3 |   return { ...state, flag: state.items[0] === true };
    |                            ^
  → compare their fields; \`===\` on objects compares identity in TypeScript and value in TLA+.`,
    },
    {
      what: "a cast",
      name: "casting",
      source: `export function casting(state: State): State {
  return { ...state, flag: state.flag as true };
}`,
      text: `error[L109]: a cast with \`as\` is not checked by anything.
casting.ts:3:28
  3 |   return { ...state, flag: state.flag as true };
    |                            ^
  → give the value a type that TypeScript can check.`,
    },
    {
      what: "a non-null assertion",
      name: "asserting",
      source: `export function asserting(state: State): State {
  return { ...state, flag: state.color! === "red" };
}`,
      text: `error[L109]: \`!\` is not checked by anything.
asserting.ts:3:28
  3 |   return { ...state, flag: state.color! === "red" };
    |                            ^
  → give the value a type that TypeScript can check.`,
    },
    {
      what: "a condition that is no boolean",
      name: "truthy",
      source: `export function truthy(state: State): State | null {
  if (state.count) return { ...state, count: 0 };
  return null;
}`,
      text: `error[L119]: \`state.count\` is not a boolean.
truthy.ts:3:7
  3 |   if (state.count) return { ...state, count: 0 };
    |       ^
  → conditions and \`&& || !\` take booleans, \`+ - * < <= > >=\` numbers: compare the value first.`,
    },
    {
      what: "an operand that is no boolean",
      name: "either",
      source: `export function either(state: State): State {
  return { ...state, flag: state.flag && !state.color };
}`,
      text: `error[L119]: \`state.color\` is not a boolean.
either.ts:3:43
  3 |   return { ...state, flag: state.flag && !state.color };
    |                                           ^
  → conditions and \`&& || !\` take booleans, \`+ - * < <= > >=\` numbers: compare the value first.`,
    },
    {
      what: "a test of items that is no boolean",
      name: "loosely",
      source: `export function loosely(state: State): State {
  return { ...state, flag: state.pairs.every((pair) => pair) };
}`,
      text: `error[L119]: \`(pair) => pair\` is not a boolean.
loosely.ts:3:46
  3 |   return { ...state, flag: state.pairs.every((pair) => pair) };
    |                                              ^
  → conditions and \`&& || !\` take booleans, \`+ - * < <= > >=\` numbers: compare the value first.`,
    },
    {
      what: "joined strings",
      name: "joining",
      source: `export function joining(state: State): State {
  return { ...state, flag: state.color + "!" === "red!" };
}`,
      text: `error[L119]: \`state.color\` is not a number.
joining.ts:3:28
  3 |   return { ...state, flag: state.color + "!" === "red!" };
    |                            ^
  → conditions and \`&& || !\` take booleans, \`+ - * < <= > >=\` numbers: compare the value first.`,
    },
    {
      what: "an order of strings",
      name: "sorting",
      source: `export function sorting(state: State): State {
  return { ...state, flag: "red" > "green" };
}`,
      text: `error[L119]: \`"red"\` is not a number.
sorting.ts:3:28
  3 |   return { ...state, flag: "red" > "green" };
    |                            ^
  → conditions and \`&& || !\` take booleans, \`+ - * < <= > >=\` numbers: compare the value first.`,
    },
  ]);
});
