import type { Node, SourceFile } from "ts-morph";
import { Diagnostic, type Place } from "../../base/diagnostic/diagnostic.js";
import { placeAt } from "../../base/diagnostic/place.js";
import type { Written } from "../ir/model.js";
import { displayPath } from "./display-path.js";

/**
 * Everything that the compiler refuses, with what to write instead. `docs/subset.md` shows this
 * table to people; a test keeps the two equal.
 */
export const DIAGNOSTICS = {
  L100: { about: "a type error", instead: "fix what TypeScript says; the model must type-check" },
  L101: { about: "a loop", instead: "use `.map`, `.every`, `.some` or `.filter(…).length`" },
  L102: {
    about: "a variable that can change",
    instead: "use `const`, and a new name for each value",
  },
  L103: {
    about: "an assignment",
    instead: "return a new value: `{ ...state, field: value }` or `.with(index, value)`",
  },
  L104: {
    about: "a statement outside the subset",
    instead: "use `const`, `if`, `switch` and `return`",
  },
  L105: {
    about: "an expression outside the subset",
    instead: "see the table of the subset in docs/subset.md",
  },
  L106: {
    about: "an operator outside the subset",
    instead: "use `&& || ! === !== < <= > >= + - *` and `?:`",
  },
  L107: {
    about: "comparing objects or arrays",
    instead:
      "compare their fields; `===` on objects compares identity in TypeScript and value in TLA+",
  },
  L108: {
    about: "plain indexing",
    instead: "use `at(items, index)`, which fails loudly outside the array",
  },
  L109: { about: "a cast", instead: "give the value a type that TypeScript can check" },
  L110: {
    about: "a call that cannot be compiled",
    instead:
      "call functions of the model, `at`, `Math.min`, `Math.max`, or the array methods of the subset",
  },
  L111: {
    about: "an impure call",
    instead:
      "a step is a function of the state alone: pass what it needs as a parameter of the model",
  },
  L112: {
    about: "recursion",
    instead: "use `.map`, `.every`, `.some` or `.filter(…).length` over a bounded array",
  },
  L113: {
    about: "an import from outside the model",
    instead: "import only modules of the model, and `nmicheck/policy` in a policy",
  },
  L114: { about: "a path without `return`", instead: "end every path with `return`" },
  L115: {
    about: "an update of an unknown field",
    instead: "update only the fields that the state declares",
  },
  L116: {
    about: "a callback outside the subset",
    instead: "use an arrow function with an expression: `(item) => …`",
  },
  L117: {
    about: "an array of no fixed length",
    instead: "use `.filter(…)` for its `.length` only, and `Vector<Item, Length>` for variables",
  },
  L118: { about: "destructuring", instead: "name the value and read its fields" },
  L119: {
    about: "a value of another kind than TLA+ takes here",
    instead:
      "conditions and `&& || !` take booleans, `+ - * < <= > >=` numbers: compare the value first",
  },
  L120: {
    about: "a variable whose domain is not finite",
    instead: "use `boolean`, a union of strings, `Range<Low, High>`, `Vector`, or records of these",
  },
  L121: { about: "a type outside the subset", instead: "see the table of types in docs/subset.md" },
  L122: {
    about: "a bound that is no number and no parameter of the model",
    instead: 'write a number, or a parameter such as `Platform["rips"]`',
  },
  L123: {
    about: "a union without a tag",
    instead: 'give each alternative a field with a string of its own, for example `at: "run"`',
  },
  L124: {
    about: "a name or a string that TLA+ cannot have",
    instead:
      "use letters, digits and `_` in names, and no word of TLA+ for a field; printable ASCII in strings",
  },
  L125: {
    about: "values of several kinds in one place",
    instead:
      "a value is a number, a string, a boolean, a record or an array, or `null`: give values of different kinds names of their own",
  },
  L126: {
    about: "a comparison that the types decide",
    instead: "compare with a value that can be there, or drop the comparison",
  },
  L127: {
    about: "a negative index",
    instead: "count from 0: JavaScript's `with` counts from the end there, TLA+ does not",
  },
  L130: {
    about: "a model without its parts",
    instead: "export `const NAME = { initial, actions: { … }, invariants: { … } }` with functions",
  },
  L131: {
    about: "an action of a wrong shape",
    instead:
      "take the parameters of the model, the state, then parameters with finite types; return the new state, or null",
  },
  L132: { about: "an invariant of a wrong shape", instead: "take the state and return a boolean" },
  L133: { about: "two things with one name", instead: "rename one of them" },
  L134: {
    about: "a demand of liveness of a wrong shape",
    instead:
      "write `NAME: { weaklyFair: { … }, stronglyFair: { … }, ceasing: { … }, properties: { … } }` with actions of the model, and functions that return a `LeadsTo`",
  },
  L140: {
    about: "a policy file without a policy",
    instead:
      "export one: `export const NAME: Policy<Memory> = { initial, enter, proceed, finish }`",
  },
  L141: {
    about: "a policy file with more than one policy",
    instead: "export one policy from each file",
  },
  L142: {
    about: "a policy that reaches for what a kernel cannot see",
    instead: "decide from `memory` and `seen` alone",
  },
  L143: {
    about: "a part of a policy that is no function and no value",
    instead:
      "write `initial`, `enter`, `proceed` and `finish` as properties or methods, or spread a policy that has them",
  },
  L144: { about: "a file that cannot be read", instead: "name a file of TypeScript, `.ts`" },
  L145: {
    about: "a policy with a name that is too long for names of files",
    instead: "give it a name of at most 64 characters",
  },
  L146: {
    about: "a policy that wants to be told more than the machine tells",
    instead:
      "decide from `Seen`, or check it on a machine that tells more: `check --axis policy-input=bitmap`",
  },
} as const satisfies Record<string, { about: string; instead: string }>;

export type DiagnosticCode = keyof typeof DIAGNOSTICS;

/** The place of the character at `offset` of the file, counted from 1, with its source line. */
export function placeIn(file: SourceFile, offset: number): Place {
  return placeAt(displayPath(file.getFilePath()), file.getFullText(), offset);
}

/** The place of a node, counted from 1, with its source line. */
export function placeOf(node: Node): Place {
  return placeIn(node.getSourceFile(), node.getStart());
}

/** Where `node` stands, and its text. */
export function writtenAt(node: Node): Written {
  return { ...placeOf(node), offset: node.getStart(), text: node.getText() };
}

/** The diagnostic for `node`: what the table says of `code`, with what it is about in this case. */
export function refuse(code: DiagnosticCode, node: Node, what: string): Diagnostic<DiagnosticCode> {
  return refuseAt(code, placeOf(node), what);
}

/** The same for what is no node. */
export function refuseAt(
  code: DiagnosticCode,
  place: Place,
  what: string,
): Diagnostic<DiagnosticCode> {
  return new Diagnostic({
    code,
    blame: "user",
    message: `${what}.`,
    remedy: `${DIAGNOSTICS[code].instead}.`,
    place,
  });
}

/** The diagnostic for a file that cannot be compiled at all. */
export function unreadableFile(
  path: string,
  why: string,
  place?: Place,
): Diagnostic<DiagnosticCode> {
  return new Diagnostic({
    code: "L144",
    blame: "user",
    message: `${displayPath(path)} cannot be read: ${why}.`,
    remedy: `${DIAGNOSTICS.L144.instead}.`,
    ...(place === undefined ? {} : { place }),
  });
}
