import { describe, expect, test } from "vitest";
import { compileSources } from "../sources.js";

/** A model whose rule, a bundle in a file of its own, asks whether `condition` holds. */
function said(condition: string, before = ""): string {
  const compiled = compileSources(
    {
      "rule.ts": `import type { Range, Vector } from "./language.js";
/** How many there are: 0, 1, or 2 for more. */
export type Many = Range<0, 2>;
export interface Seen {
  readonly many: Many;
  readonly flag: boolean;
  readonly one: 0 | 1;
  readonly last: Range<0, 9> | null;
  readonly all: Vector<Many, 2>;
}
export interface Rule {
  says(seen: Seen): boolean;
}
`,
      "mine.ts": `import { at, type Below, type Range } from "./language.js";
import type { Rule } from "./rule.js";
${before}
export const mine: Rule = {
  says: (seen) => ${condition},
};
export type Unused = Range<0, 1> | Below<2>;
export const unused = at([1], 0);
`,
      "model.ts": `import type { Rule, Seen } from "./rule.js";
export interface Config { readonly rule: Rule }
export interface State extends Seen { readonly answer: boolean }
export function initial(_config: Config): State {
  return { many: 0, flag: false, one: 0, last: null, all: [0, 1], answer: false };
}
export function turn(config: Config, state: State): State {
  const seen = { many: state.many, flag: state.flag, one: state.one, last: state.last, all: state.all };
  return { ...state, answer: config.rule.says(seen) };
}
export const model = { initial, actions: { turn }, invariants: {} };
`,
    },
    { root: "model.ts", bundles: { Rule: "mine.ts" } },
  );
  return compiled.kind === "compiled" ? "" : compiled.diagnostics.join("\n");
}

test("a comparison that the types decide is refused at its place, with the reason", () => {
  expect(said("seen.many > 2")).toBe(
    "error[L126]: `seen.many` is 0, 1 or 2 (How many there are: 0, 1, or 2 for more), so `seen.many > 2` is never true.\n" +
      "mine.ts:5:19\n" +
      "  5 |   says: (seen) => seen.many > 2,\n" +
      "    |                   ^\n" +
      "  → compare with a value that can be there, or drop the comparison.",
  );
});

describe("what the types decide", () => {
  test.each([
    ["3 <= seen.many", "so `3 <= seen.many` is never true."],
    ["seen.many === 3", "so `seen.many === 3` is never true."],
    ["seen.many !== 3", "so `seen.many !== 3` is always true."],
    ["seen.many >= 0", "so `seen.many >= 0` is always true."],
    ["(seen.many) < -1", "so `(seen.many) < -1` is never true."],
    ["seen.one <= 1", "`seen.one` is 0 or 1, so `seen.one <= 1` is always true."],
    [
      "seen.last !== null && seen.last > 9",
      "`seen.last` is a whole number from 0 to 9 or `null`, so `seen.last > 9` is never true.",
    ],
    ["seen.flag === null", "`seen.flag` is never `null`, so `seen.flag === null` is never true."],
    ["at(seen.all, 0) > 2", "error[L126]: `at(seen.all, 0) > 2` is never true."],
    ["[0, 3].includes(seen.many)", "so `seen.many === 3` is never true."],
  ])("%s", (condition, reason) => {
    expect(said(condition)).toContain(reason);
  });

  test("with a constant of the rule's own", () => {
    expect(said("seen.many >= LIMIT", "const LIMIT = 3;")).toContain(
      "error[L126]: `LIMIT` is 3, and `seen.many` is 0, 1 or 2",
    );
  });

  test("of a number below a limit", () => {
    const places = "const isFar = (place: Below<3>): boolean => place > 2;";
    expect(said("isFar(seen.one)", places)).toContain(
      "`place` is 0, 1 or 2, so `place > 2` is never true.",
    );
  });

  test("in a case of a `switch`", () => {
    const chosen = `function chosen(n: Range<0, 2>): boolean {
  switch (n) { case 0: return true; case 3: return false; default: return true; }
}`;
    expect(said("chosen(seen.many)", chosen)).toContain(
      "`n` is 0, 1 or 2, so `n === 3` is never true.",
    );
  });
});

describe("what the types leave open is compiled", () => {
  test.each([
    { condition: "seen.many > 1" },
    { condition: "seen.one === seen.many" },
    { condition: "seen.last === null || seen.last > 1" },
    { condition: "seen.many + seen.one > 2" },
    { condition: "seen.flag === true" },
    { condition: "seen.many >= LIMIT", before: "const LIMIT: number = 3;" },
    {
      condition: "more(seen.many, 2)",
      before: "const more = (n: number, than: number): boolean => n > than;",
    },
  ])("$condition", ({ condition, before = "" }) => {
    expect(said(condition, before)).toBe("");
  });
});
