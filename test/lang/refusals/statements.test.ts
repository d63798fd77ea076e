import { describe } from "vitest";
import { expectRefusals } from "./refused-actions.js";

describe("an action is refused for", () => {
  expectRefusals([
    {
      what: "a loop",
      name: "loop",
      source: `export function loop(state: State): State | null {
  for (const item of state.items) if (item) return state;
  return null;
}`,
      text: `error[L101]: a loop cannot be compiled.
loop.ts:3:3
  3 |   for (const item of state.items) if (item) return state;
    |   ^
  → use \`.map\`, \`.every\`, \`.some\` or \`.filter(…).length\`.`,
    },
    {
      what: "a variable that can change",
      name: "changing",
      source: `export function changing(state: State): State {
  let next = state.count;
  return { ...state, count: next };
}`,
      text: `error[L102]: \`let\` makes a variable that can change.
changing.ts:3:3
  3 |   let next = state.count;
    |   ^
  → use \`const\`, and a new name for each value.`,
    },
    {
      what: "an assignment",
      name: "assigning",
      source: `export function assigning(state: { count: number } & State): State {
  state.count = 2;
  return state;
}`,
      text: `error[L103]: an assignment changes a value in place.
assigning.ts:3:3
  3 |   state.count = 2;
    |   ^
  → return a new value: \`{ ...state, field: value }\` or \`.with(index, value)\`.`,
    },
    {
      what: "an increment",
      name: "counting",
      source: `export function counting(state: { count: number } & State): State {
  return { ...state, count: state.count++ };
}`,
      text: `error[L103]: \`state.count++\` changes a value in place.
counting.ts:3:29
  3 |   return { ...state, count: state.count++ };
    |                             ^
  → return a new value: \`{ ...state, field: value }\` or \`.with(index, value)\`.`,
    },
    {
      what: "an increment in front",
      name: "stepping",
      source: `export function stepping(state: { count: number } & State): State {
  ++state.count;
  return state;
}`,
      text: `error[L103]: \`++state.count\` changes a value in place.
stepping.ts:3:3
  3 |   ++state.count;
    |   ^
  → return a new value: \`{ ...state, field: value }\` or \`.with(index, value)\`.`,
    },
    {
      what: "a deletion",
      name: "deleting",
      source: `export function deleting(state: State): State {
  const pair: { left?: boolean } = { left: true };
  delete pair.left;
  return state;
}`,
      text: `error[L103]: \`delete pair.left\` changes a value in place.
deleting.ts:4:3
  4 |   delete pair.left;
    |   ^
  → return a new value: \`{ ...state, field: value }\` or \`.with(index, value)\`.`,
    },
    {
      what: "a statement outside the subset",
      name: "throwing",
      source: `export function throwing(state: State): State {
  if (state.flag) throw new Error("flag");
  return state;
}`,
      text: `error[L104]: a throw statement cannot be compiled.
throwing.ts:3:19
  3 |   if (state.flag) throw new Error("flag");
    |                   ^
  → use \`const\`, \`if\`, \`switch\` and \`return\`.`,
    },
    {
      what: "a function in a function",
      name: "nested",
      source: `export function nested(state: State): State {
  function inner(): boolean { return true; }
  return { ...state, flag: inner() };
}`,
      text: `error[L104]: a function statement cannot be compiled.
nested.ts:3:3
  3 |   function inner(): boolean { return true; }
    |   ^
  → use \`const\`, \`if\`, \`switch\` and \`return\`.`,
    },
    {
      what: "a break",
      name: "breaking",
      source: `export function breaking(state: State): State {
  switch (state.count) {
    case 0:
      break;
    default:
      return { ...state, flag: true };
  }
  return state;
}`,
      text: `error[L104]: a break statement cannot be compiled.
breaking.ts:5:7
  5 |       break;
    |       ^
  → use \`const\`, \`if\`, \`switch\` and \`return\`.`,
    },
    {
      what: "recursion",
      name: "recurring",
      source: `function even(count: number): boolean {
  return count === 0 || !even(count - 1);
}
export function recurring(state: State): State {
  return { ...state, flag: even(state.count) };
}`,
      text: `error[L112]: \`even\` calls itself.
recurring.ts:3:26
  3 |   return count === 0 || !even(count - 1);
    |                          ^
  → use \`.map\`, \`.every\`, \`.some\` or \`.filter(…).length\` over a bounded array.`,
    },
    {
      what: "recursion of two functions",
      name: "mutual",
      source: `const even = (count: number): boolean => count === 0 || odd(count - 1);
const odd = (count: number): boolean => count !== 0 && even(count - 1);
export function mutual(state: State): State {
  return { ...state, flag: even(state.count) };
}`,
      text: `error[L112]: \`even\` calls itself.
mutual.ts:3:56
  3 | const odd = (count: number): boolean => count !== 0 && even(count - 1);
    |                                                        ^
  → use \`.map\`, \`.every\`, \`.some\` or \`.filter(…).length\` over a bounded array.`,
    },
    {
      what: "a return without a value",
      name: "returning",
      source: `export function returning(state: State): State | undefined {
  if (state.flag) return;
  return state;
}`,
      text: `error[L114]: this \`return\` has no value.
returning.ts:3:19
  3 |   if (state.flag) return;
    |                   ^
  → end every path with \`return\`.`,
    },
    {
      what: "a path without return",
      name: "ending",
      source: `export function ending(state: State): State | void {
  if (state.flag) return state;
}`,
      text: `error[L114]: a path ends without \`return\`.
ending.ts:2:52
  2 | export function ending(state: State): State | void {
    |                                                    ^
  → end every path with \`return\`.`,
    },
  ]);
});
