import { describe } from "vitest";
import { expectRefusals, modelWith } from "./refused-models.js";

describe("a model is refused for", () => {
  expectRefusals([
    {
      what: "a type error",
      sources: {
        "model.ts": modelWith(`export const wrong: boolean = 1;`),
      },
      text: `error[L100]: TypeScript 2322: Type 'number' is not assignable to type 'boolean'.
model.ts:13:14
  13 | export const wrong: boolean = 1;
     |              ^
  → fix what TypeScript says; the model must type-check.`,
    },
    {
      what: "a type error in several lines",
      sources: {
        "model.ts": modelWith(
          `export const wrong: { readonly inner: State } = { inner: { ...initial({ size: 1 }), ...{ flag: 1 } } };`,
        ),
      },
      text: `error[L100]: TypeScript 2322: Type '{ flag: number; count: Range<0, 3>; }' is not assignable to type 'State'.
    Types of property 'flag' are incompatible.
      Type 'number' is not assignable to type 'boolean'.
model.ts:13:51
  13 | export const wrong: { readonly inner: State } = { inner: { ...initial({ size: 1 }), ...{ flag: 1 } } };
     |                                                   ^
  → fix what TypeScript says; the model must type-check.`,
    },
    {
      what: "the console",
      sources: {
        "model.ts": modelWith(`export const log = (): void => console.log(1);`),
      },
      text: `error[L111]: \`console\` is not part of the state.
model.ts:13:32
  13 | export const log = (): void => console.log(1);
     |                                ^
  → a step is a function of the state alone: pass what it needs as a parameter of the model.`,
    },
    {
      what: "the process",
      sources: {
        "model.ts": modelWith(`export const home = (): boolean => process.env.HOME === null;`),
      },
      text: `error[L111]: \`process\` is not part of the state.
model.ts:13:36
  13 | export const home = (): boolean => process.env.HOME === null;
     |                                    ^
  → a step is a function of the state alone: pass what it needs as a parameter of the model.`,
    },
    {
      what: "a variable of a file that can change",
      sources: {
        "model.ts": modelWith(`let total = 0;`),
      },
      text: `error[L102]: \`let\` makes a variable that can change.
model.ts:13:1
  13 | let total = 0;
     | ^
  → use \`const\`, and a new name for each value.`,
    },
    {
      what: "a statement that runs when the file is loaded",
      sources: {
        "model.ts": modelWith(`[1].push(2);`),
      },
      text: `error[L111]: a call whose result is not used can only have a side effect.
model.ts:13:1
  13 | [1].push(2);
     | ^
  → a step is a function of the state alone: pass what it needs as a parameter of the model.`,
    },
    {
      what: "a class",
      sources: {
        "model.ts": modelWith(`export class Counter {}`),
      },
      text: `error[L104]: a class statement cannot be compiled.
model.ts:13:1
  13 | export class Counter {}
     | ^
  → use \`const\`, \`if\`, \`switch\` and \`return\`.`,
    },
    {
      what: "an enum",
      sources: {
        "model.ts": modelWith(`export enum Color { Red }`),
      },
      text: `error[L104]: an enum statement cannot be compiled.
model.ts:13:1
  13 | export enum Color { Red }
     | ^
  → use \`const\`, \`if\`, \`switch\` and \`return\`.`,
    },
    {
      what: "an import of Node",
      sources: {
        "model.ts": modelWith("", undefined, `import { execSync } from "node:child_process";`),
      },
      text: `error[L113]: \`node:child_process\` is not a module of the model.
model.ts:1:26
  1 | import { execSync } from "node:child_process";
    |                          ^
  → import only modules of the model, and \`nmicheck/policy\` in a policy.`,
    },
    {
      what: "an import from outside of the model's folder",
      sources: {
        "model/model.ts": modelWith("", undefined, `import { far } from "../far.js";`),
        "far.ts": `export const far = 1;
`,
      },
      root: "model/model.ts",
      text: `error[L113]: \`../far.js\` is not a module of the model.
model/model.ts:1:21
  1 | import { far } from "../far.js";
    |                     ^
  → import only modules of the model, and \`nmicheck/policy\` in a policy.`,
    },
    {
      what: "a file that no import names",
      sources: {
        "model.ts": modelWith(
          `const least: import("./least.js").Least = 1;`,
          undefined,
          `/// <reference path="./global.ts" />`,
        ),
        "least.ts": `export type Least = number;
`,
        "global.ts": "",
      },
      text: `error[L113]: \`./global.ts\` brings a file in without an import.
model.ts:1:22
  1 | /// <reference path="./global.ts" />
    |                      ^
  → import only modules of the model, and \`nmicheck/policy\` in a policy.
error[L113]: \`import("./least.js").Least\` brings a file in without an import.
model.ts:14:14
  14 | const least: import("./least.js").Least = 1;
     |              ^
  → import only modules of the model, and \`nmicheck/policy\` in a policy.`,
    },
    {
      what: "a module that is loaded while the model runs",
      sources: {
        "model.ts": modelWith(`export const late = () => import("./late.js");`),
        "late.ts": `export const one = 1;
`,
      },
      text: `error[L113]: a module cannot be loaded while the model runs.
model.ts:13:27
  13 | export const late = () => import("./late.js");
     |                           ^
  → import only modules of the model, and \`nmicheck/policy\` in a policy.`,
    },
    {
      what: "a file that is not there",
      sources: {
        "other.ts": ``,
      },
      text: `error[L144]: model.ts cannot be read: there is no such file.
  → name a file of TypeScript, \`.ts\`.`,
    },
    {
      what: "a file that is no TypeScript",
      sources: {
        "model.js": `export const model = {};
`,
      },
      root: "model.js",
      text: `error[L144]: model.js cannot be read: it is not a TypeScript source file.
  → name a file of TypeScript, \`.ts\`.`,
    },
  ]);
});
