import { describe } from "vitest";
import { expectRefusals, modelWith } from "./refused-models.js";

describe("a model is refused for", () => {
  expectRefusals([
    {
      what: "a variable without bounds",
      sources: {
        "model.ts": `import type { Range } from "./language.js";
interface State { readonly flag: boolean; readonly count: number }
function initial(): State {
  return { flag: false, count: 0 };
}
export const model = { initial, actions: {}, invariants: {} };
export type Unused = Range<0, 1>;
`,
      },
      text: `error[L120]: \`number\` has no bounds.
model.ts:2:59
  2 | interface State { readonly flag: boolean; readonly count: number }
    |                                                           ^
  → use \`boolean\`, a union of strings, \`Range<Low, High>\`, \`Vector\`, or records of these.`,
    },
    {
      what: "a variable above a bound",
      sources: {
        "model.ts": `import type { Positive } from "./language.js";
interface State { readonly count: Positive }
function initial(): State {
  return { count: 1 };
}
export const model = { initial, actions: {}, invariants: {} };
`,
      },
      text: `error[L120]: \`count\` has no upper bound.
model.ts:2:19
  2 | interface State { readonly count: Positive }
    |                   ^
  → use \`boolean\`, a union of strings, \`Range<Low, High>\`, \`Vector\`, or records of these.`,
    },
    {
      what: "an array inside of a record parameter",
      sources: {
        "model.ts": `import type { Range } from "./language.js";
interface Config { readonly shape: { readonly sizes: readonly Range<1, 2>[] } }
interface State { readonly flag: boolean }
function initial(_config: Config): State {
  return { flag: false };
}
export const model = { initial, actions: {}, invariants: {} };
`,
      },
      text: `error[L121]: an array inside of the parameter \`shape\` cannot be compiled.
model.ts:2:20
  2 | interface Config { readonly shape: { readonly sizes: readonly Range<1, 2>[] } }
    |                    ^
  → see the table of types in docs/subset.md.`,
    },
    {
      what: "a file without a model",
      sources: {
        "model.ts": `export const nothing = 1;
`,
      },
      text: `error[L130]: this file exports no model.
model.ts:1:1
  1 | export const nothing = 1;
    | ^
  → export \`const NAME = { initial, actions: { … }, invariants: { … } }\` with functions.`,
    },
    {
      what: "a model that is no object literal",
      sources: {
        "model.ts": modelWith(
          `const parts = { initial, actions: { turn }, invariants: { Calm } };`,
          `parts`,
        ),
      },
      text: `error[L130]: \`model\` is not an object literal.
model.ts:14:14
  14 | export const model = parts;
     |              ^
  → export \`const NAME = { initial, actions: { … }, invariants: { … } }\` with functions.`,
    },
    {
      what: "a model without an initial state",
      sources: {
        "model.ts": modelWith(``, `{ actions: { turn }, invariants: { Calm } }`),
      },
      text: `error[L130]: the model has no \`initial\`.
model.ts:14:22
  14 | export const model = { actions: { turn }, invariants: { Calm } };
     |                      ^
  → export \`const NAME = { initial, actions: { … }, invariants: { … } }\` with functions.`,
    },
    {
      what: "a model without invariants",
      sources: {
        "model.ts": modelWith(``, `{ initial, actions: { turn } }`),
      },
      text: `error[L130]: the model has no \`invariants\`.
model.ts:14:22
  14 | export const model = { initial, actions: { turn } };
     |                      ^
  → export \`const NAME = { initial, actions: { … }, invariants: { … } }\` with functions.`,
    },
    {
      what: "an action that is no declared function",
      sources: {
        "model.ts": modelWith(
          `const still = (state: State): State => state;`,
          `{ initial, actions: { turn, still }, invariants: { Calm } }`,
        ),
      },
      text: `error[L130]: \`still\` is not a declared function.
model.ts:14:50
  14 | export const model = { initial, actions: { turn, still }, invariants: { Calm } };
     |                                                  ^
  → export \`const NAME = { initial, actions: { … }, invariants: { … } }\` with functions.`,
    },
    {
      what: "a part of a model that is spread",
      sources: {
        "model.ts": modelWith(
          `const more = { turn };`,
          `{ initial, actions: { ...more }, invariants: { Calm } }`,
        ),
      },
      text: `error[L130]: a part of a model must be named here: \`name\` or \`name: value\`.
model.ts:14:44
  14 | export const model = { initial, actions: { ...more }, invariants: { Calm } };
     |                                            ^
  → export \`const NAME = { initial, actions: { … }, invariants: { … } }\` with functions.`,
    },
    {
      what: "a policy that is not given",
      sources: {
        "model.ts": `interface Rule { decide(flag: boolean): boolean }
interface Config { readonly rule: Rule }
interface State { readonly flag: boolean }
function initial(_config: Config): State {
  return { flag: false };
}
export const model = { initial, actions: {}, invariants: {} };
`,
      },
      text: `error[L130]: nothing was given for \`rule\`.
model.ts:2:20
  2 | interface Config { readonly rule: Rule }
    |                    ^
  → export \`const NAME = { initial, actions: { … }, invariants: { … } }\` with functions.`,
    },
    {
      what: "an initial state of no interface",
      sources: {
        "model.ts": `function initial(): { readonly flag: boolean } {
  return { flag: false };
}
export const model = { initial, actions: {}, invariants: {} };
`,
      },
      text: `error[L131]: \`initial\` must say that it returns the state, an interface.
model.ts:1:1
  1 | function initial(): { readonly flag: boolean } {
    | ^
  → take the parameters of the model, the state, then parameters with finite types; return the new state, or null.`,
    },
    {
      what: "parameters of no interface",
      sources: {
        "model.ts": `interface State { readonly flag: boolean }
function initial(_size: number): State {
  return { flag: false };
}
export const model = { initial, actions: {}, invariants: {} };
`,
      },
      text: `error[L131]: the first parameter of \`initial\` has no interface as its type.
model.ts:2:18
  2 | function initial(_size: number): State {
    |                  ^
  → take the parameters of the model, the state, then parameters with finite types; return the new state, or null.`,
    },
    {
      what: "an initial state that is not written out",
      sources: {
        "model.ts": `interface State { readonly flag: boolean }
function same(state: State): State {
  return state;
}
function initial(): State {
  const states = [{ flag: false }].map((state) => same(state));
  return at(states, 0);
}
import { at } from "./language.js";
export const model = { initial, actions: {}, invariants: {} };
`,
      },
      text: `error[L131]: \`initial\` must return an object literal with every field of the state.
model.ts:5:1
  5 | function initial(): State {
    | ^
  → take the parameters of the model, the state, then parameters with finite types; return the new state, or null.`,
    },
    {
      what: "an invariant with parameters",
      sources: {
        "model.ts": modelWith(
          `function Steady(state: State, flag: boolean): boolean {
  return state.flag === flag;
}`,
          `{ initial, actions: { turn }, invariants: { Calm, Steady } }`,
        ),
      },
      text: `error[L132]: \`Steady\` is no invariant.
model.ts:13:1
  13 | function Steady(state: State, flag: boolean): boolean {
     | ^
  → take the state and return a boolean.`,
    },
    {
      what: "an invariant that is no boolean",
      sources: {
        "model.ts": modelWith(
          `function Count(state: State): number {
  return state.count;
}`,
          `{ initial, actions: { turn }, invariants: { Calm, Count } }`,
        ),
      },
      text: `error[L132]: \`Count\` is no invariant.
model.ts:13:1
  13 | function Count(state: State): number {
     | ^
  → take the state and return a boolean.`,
    },
    {
      what: "an action and an invariant of one name",
      sources: {
        "model.ts": modelWith(
          `function calm(state: State): State {
  return { ...state, flag: false };
}`,
          `{ initial, actions: { turn, calm }, invariants: { Calm } }`,
        ),
      },
      text: `error[L133]: there are two things named \`Calm\`.
model.ts:16:72
  16 | export const model = { initial, actions: { turn, calm }, invariants: { Calm } };
     |                                                                        ^
  → rename one of them.`,
    },
    {
      what: "two parameters of one name",
      sources: {
        "model.ts": `interface Inner { readonly on: boolean }
interface Config { readonly on: boolean; readonly inner: Inner }
interface State { readonly flag: boolean }
function initial(_config: Config): State {
  return { flag: false };
}
export const model = { initial, actions: {}, invariants: {} };
`,
      },
      text: `error[L133]: there are two parameters named \`on\`.
model.ts:1:19
  1 | interface Inner { readonly on: boolean }
    |                   ^
  → rename one of them.`,
    },
  ]);
});
