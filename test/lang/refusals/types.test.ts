import { describe } from "vitest";
import { expectRefusals } from "./refused-actions.js";

describe("an action is refused for", () => {
  expectRefusals([
    {
      what: "a parameter without bounds",
      name: "boundless",
      source: `export function boundless(state: State, by: number): State {
  return { ...state, count: by };
}`,
      text: `error[L120]: \`number\` has no bounds.
boundless.ts:2:45
  2 | export function boundless(state: State, by: number): State {
    |                                             ^
  → use \`boolean\`, a union of strings, \`Range<Low, High>\`, \`Vector\`, or records of these.`,
    },
    {
      what: "a parameter of any text",
      name: "speaking",
      source: `export function speaking(state: State, word: string): State {
  return { ...state, flag: word === "yes" };
}`,
      text: `error[L120]: \`string\` has no bounds.
speaking.ts:2:46
  2 | export function speaking(state: State, word: string): State {
    |                                              ^
  → use \`boolean\`, a union of strings, \`Range<Low, High>\`, \`Vector\`, or records of these.`,
    },
    {
      what: "a parameter above a bound",
      name: "positive",
      imports: `import type { Positive } from "./language.js";
import type { State } from "./world.js";`,
      source: `export function positive(state: State, by: Positive): State {
  return { ...state, flag: by === 1 };
}`,
      text: `error[L120]: \`by\` has no upper bound.
positive.ts:3:40
  3 | export function positive(state: State, by: Positive): State {
    |                                        ^
  → use \`boolean\`, a union of strings, \`Range<Low, High>\`, \`Vector\`, or records of these.`,
    },
    {
      what: "an array of any length",
      name: "lengthy",
      source: `export function lengthy(state: State, all: readonly boolean[]): State {
  return { ...state, flag: all.every((one) => one) };
}`,
      text: `error[L120]: the array \`all\` has no fixed length.
lengthy.ts:2:39
  2 | export function lengthy(state: State, all: readonly boolean[]): State {
    |                                       ^
  → use \`boolean\`, a union of strings, \`Range<Low, High>\`, \`Vector\`, or records of these.`,
    },
    {
      what: "a type that contains itself",
      name: "treeing",
      source: `interface Tree {
  readonly next: Tree | null;
}
export function treeing(state: State, tree: Tree): State {
  return { ...state, flag: tree.next === null };
}`,
      text: `error[L120]: \`Tree\` contains itself.
treeing.ts:3:18
  3 |   readonly next: Tree | null;
    |                  ^
  → use \`boolean\`, a union of strings, \`Range<Low, High>\`, \`Vector\`, or records of these.`,
    },
    {
      what: "a type outside the subset",
      name: "mapping",
      source: `export function mapping(state: State, all: ReadonlyMap<string, boolean>): State {
  return { ...state, flag: all !== null };
}`,
      text: `error[L121]: the type \`ReadonlyMap<string, boolean>\` cannot be compiled.
mapping.ts:2:44
  2 | export function mapping(state: State, all: ReadonlyMap<string, boolean>): State {
    |                                            ^
  → see the table of types in docs/subset.md.`,
    },
    {
      what: "a union of different kinds",
      name: "mixing",
      source: `export function mixing(state: State, one: "a" | 1): State {
  return { ...state, flag: one === 1 };
}`,
      text: `error[L121]: the union \`"a" | 1\` cannot be compiled.
mixing.ts:2:43
  2 | export function mixing(state: State, one: "a" | 1): State {
    |                                           ^
  → see the table of types in docs/subset.md.`,
    },
    {
      what: "an optional field",
      name: "optional",
      source: `export function optional(state: State, one: { readonly a?: boolean }): State {
  return { ...state, flag: one !== null };
}`,
      text: `error[L121]: a field needs a type, and cannot be optional: use \`null\`.
optional.ts:2:47
  2 | export function optional(state: State, one: { readonly a?: boolean }): State {
    |                                               ^
  → see the table of types in docs/subset.md.`,
    },
    {
      what: "a record with a method",
      name: "methodical",
      source: `interface Machine {
  readonly on: boolean;
  run(): boolean;
}
export function methodical(state: State, machine: Machine): State {
  return { ...state, flag: machine.on };
}`,
      text: `error[L121]: a record has fields only: no methods and no index.
methodical.ts:4:3
  4 |   run(): boolean;
    |   ^
  → see the table of types in docs/subset.md.`,
    },
    {
      what: "a tuple",
      name: "pairing",
      source: `export function pairing(state: State, two: readonly [boolean, boolean]): State {
  return { ...state, flag: two.length === 2 };
}`,
      text: `error[L121]: the tuple \`[boolean, boolean]\` cannot be compiled.
pairing.ts:2:53
  2 | export function pairing(state: State, two: readonly [boolean, boolean]): State {
    |                                                     ^
  → see the table of types in docs/subset.md.`,
    },
    {
      what: "an interface in two parts",
      name: "merging",
      source: `interface Parts {
  readonly a: boolean;
}
interface Parts {
  readonly b: boolean;
}
export function merging(state: State, parts: Parts): State {
  return { ...state, flag: parts.a && parts.b };
}`,
      text: `error[L121]: an interface in several parts cannot be compiled.
merging.ts:2:1
  2 | interface Parts {
    | ^
  → see the table of types in docs/subset.md.`,
    },
    {
      what: "a bound that is no parameter",
      name: "bounding",
      imports: `import type { Range } from "./language.js";
import type { State } from "./world.js";`,
      source: `export function bounding(state: State, by: Range<0, State["count"]>): State {
  return { ...state, flag: by === 0 };
}`,
      text: `error[L122]: \`State["count"]\` is no bound.
bounding.ts:3:53
  3 | export function bounding(state: State, by: Range<0, State["count"]>): State {
    |                                                     ^
  → write a number, or a parameter such as \`Platform["rips"]\`.`,
    },
    {
      what: "a bound by an array that may be empty",
      name: "emptying",
      imports: `import type { Below } from "./language.js";
import type { Config, State } from "./world.js";`,
      source: `export function emptying(_config: Config, state: State, by: Below<Config["chain"][number]>): State {
  return { ...state, flag: by === 0 };
}`,
      text: `error[L122]: \`Config["chain"][number]\` is no bound: the array may be empty, unless its type is \`readonly [Item, ...Item[]]\`.
emptying.ts:3:67
  3 | export function emptying(_config: Config, state: State, by: Below<Config["chain"][number]>): State {
    |                                                                   ^
  → write a number, or a parameter such as \`Platform["rips"]\`.`,
    },
    {
      what: "a union without a tag",
      name: "untagged",
      source: `export function untagged(state: State, one: { readonly a: boolean } | { readonly b: boolean }): State {
  return { ...state, flag: "a" in one };
}`,
      text: `error[L123]: the alternatives of this union have no tag that tells them apart.
untagged.ts:2:45
  2 | export function untagged(state: State, one: { readonly a: boolean } | { readonly b: boolean }): State {
    |                                             ^
  → give each alternative a field with a string of its own, for example \`at: "run"\`.`,
    },
    {
      what: "a string that TLA+ cannot have",
      name: "umlaut",
      source: `export function umlaut(state: State, word: "f\\u00fcr" | "wider"): State {
  return { ...state, flag: word === "wider" };
}`,
      text: `error[L124]: this string has characters other than printable ASCII.
umlaut.ts:2:44
  2 | export function umlaut(state: State, word: "f\\u00fcr" | "wider"): State {
    |                                            ^
  → use letters, digits and \`_\` in names, and no word of TLA+ for a field; printable ASCII in strings.`,
    },
    {
      what: "a field that TLA+ cannot have",
      name: "paying",
      source: `export function paying(state: State, money: { readonly $: boolean }): State {
  return { ...state, flag: money.$ };
}`,
      text: `error[L124]: \`$\` cannot be the name of a field.
paying.ts:2:47
  2 | export function paying(state: State, money: { readonly $: boolean }): State {
    |                                               ^
  → use letters, digits and \`_\` in names, and no word of TLA+ for a field; printable ASCII in strings.`,
    },
    {
      what: "a field that is named as a word of TLA+",
      name: "worded",
      source: `export function worded(state: State, by: { readonly IN: boolean }): State {
  return { ...state, flag: by.IN };
}`,
      text: `error[L124]: \`IN\` is a word of TLA+ and cannot be the name of a field.
worded.ts:2:44
  2 | export function worded(state: State, by: { readonly IN: boolean }): State {
    |                                            ^
  → use letters, digits and \`_\` in names, and no word of TLA+ for a field; printable ASCII in strings.`,
    },
    {
      what: "a field of a record on the way that is named so",
      name: "letting",
      source: `export function letting(state: State): State {
  const both = { LET: state.flag };
  return { ...state, flag: both.LET };
}`,
      text: `error[L124]: \`LET\` is a word of TLA+ and cannot be the name of a field.
letting.ts:3:18
  3 |   const both = { LET: state.flag };
    |                  ^
  → use letters, digits and \`_\` in names, and no word of TLA+ for a field; printable ASCII in strings.`,
    },
  ]);
});
