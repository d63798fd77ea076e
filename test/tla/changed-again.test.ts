import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { policyNames } from "../../spec/policies/all.js";
import type { Model } from "../../src/compiler/ir/model.js";
import { changedAgain } from "../../src/compiler/tla/changed-again.js";
import { printConfiguration } from "../../src/compiler/tla/configuration.js";
import { evaluated } from "../../src/compiler/tla/evaluated.js";
import { printModule, type TlaModule } from "../../src/compiler/tla/module.js";
import { builtInBoard } from "../../src/machine/policy/compile-policy.js";
import { compiledPolicy } from "../agree/nmi-configurations.js";
import { wholeModel } from "../agree/path-configurations.js";
import { randomModel } from "../agree/random/random-model.js";
import { compileSources } from "../lang/sources.js";
import { outcomeOn, writtenSources } from "../tlc/written-sources.js";

const REST = `
  import { at, type Range, type Vector } from "./language.js";
  type Bit = Range<0, 1>;
  type Table = Vector<Vector<Bit, 2>, 2>;
  interface Both { readonly first: Table; readonly second: Table }
  export interface State { readonly tables: Both; readonly done: boolean }
  const none: Table = [[0, 0], [0, 0]];
  function initial(): State { return { tables: { first: none, second: none }, done: false }; }
  function Kept(state: State): boolean {
    return !state.done || at(at(state.tables.second, 1), 0) === 1;
  }
  export const trial = { initial, actions: { shift }, invariants: { Kept } };
`;

/** A model with one step, and what that makes of its two tables. */
function modelWith(step: string): Model {
  const result = compileSources({ "model.ts": `${REST}\n${step}` });
  if (result.kind === "refused") throw new Error(result.diagnostics.join("\n"));
  return result.model;
}

const SHIFT = `
  function shift(state: State): State | null {
    if (state.done) return null;
    return { tables: both(MADE, state.tables.second), done: true };
  }
`;

/** Reads an item of a table, and changes the table: the other result keeps the table as it was. */
const BOTH = `
  function both(one: Table, other: Table): Both {
    return at(at(one, 0), 0) === 1
      ? { first: one, second: one.with(1, [1, 1]) }
      : { first: other, second: other };
  }
`;

const MADE_AND_CHANGED = "state.tables.first.map((row) => row).with(0, [1, 1])";

/** How TLC ends on a module, with the invariant `Kept`. */
async function endOf(model: Model, module: TlaModule): Promise<string> {
  const checked = { kind: "invariants", names: ["Kept"] } as const;
  const configuration = printConfiguration(model, module, {}, checked, "Kept");
  return (await outcomeOn(writtenSources([module], configuration))).kind;
}

/** The module without what tells TLC to evaluate. */
function lazy(module: TlaModule): TlaModule {
  return { ...module, text: module.text.replaceAll("TLCEval(", "(") };
}

describe("an array that was made and changed, and is changed again", () => {
  const model = modelWith(BOTH + SHIFT.replace("MADE", MADE_AND_CHANGED));

  test("is told from others", () => {
    expect(changedAgain(model)).toHaveLength(1);
    expect(changedAgain(evaluated(model))).toEqual([]);
  });

  test("is evaluated where it is made, or this TLC takes a wrong value", async () => {
    const module = printModule(model);
    expect(module.text).toContain("TLCEval([");
    expect(await endOf(model, module)).toBe("success");
    // That this TLC has the bug: without the bug it is a success too.
    expect(await endOf(model, lazy(module))).not.toBe("success");
  });

  test.each([
    ["where a name is given to it", "const one = MADE; return { tables: other(one), done: true };"],
    [
      "where it is in a record",
      "return { tables: fromHolder({ table: MADE, isNew: true }), done: true };",
    ],
    [
      "where only one way makes it",
      "const one = at(at(state.tables.first, 0), 0) === 0 ? MADE : state.tables.first; return { tables: other(one), done: true };",
    ],
  ])("%s", (_, rest) => {
    const step = `
      interface Holder { readonly table: Table; readonly isNew: boolean }
      function other(one: Table): Both { return { first: one, second: one.with(1, [1, 1]) }; }
      function fromHolder(holder: Holder): Both { return other(holder.table); }
      function shift(state: State): State | null {
        if (state.done) return null;
        ${rest.replace("MADE", MADE_AND_CHANGED)}
      }`;
    expect(changedAgain(modelWith(step))).toHaveLength(1);
  });
});

describe("what is printed so that TLC evaluates it", () => {
  test.each([
    ["an array of the state, changed twice", "state.tables.first.with(0, [1, 1])"],
    ["an array that is made and changed once", "state.tables.first.map((row) => row)"],
    ["a list of its items, changed twice", "none.with(0, [1, 1])"],
  ])("%s", (_, made) => {
    const model = modelWith(BOTH + SHIFT.replace("MADE", made));
    expect(changedAgain(model)).toEqual([]);
    expect(evaluated(model)).toBe(model);
  });

  test("two changes of an array that is made, in one expression", () => {
    const step = `
      function shift(state: State): State | null {
        if (state.done) return null;
        return { tables: { ...state.tables, second: state.tables.first.map((row) => row).with(0, [1, 1]).with(1, [1, 1]) }, done: true };
      }`;
    expect(changedAgain(modelWith(step))).toEqual([]);
  });

  test("every random model, once it is ready for printing", () => {
    const decisions = fc.noBias(
      fc.array(fc.nat({ max: 9_999 }), { minLength: 1_500, maxLength: 3_000, size: "max" }),
    );
    const sources = fc.sample(decisions, { seed: 20110921, numRuns: 3 }).map(randomModel);
    for (const { source } of sources) {
      const result = compileSources({ "model.ts": source });
      if (result.kind === "refused") throw new Error(result.diagnostics.join("\n"));
      expect(changedAgain(evaluated(result.model))).toEqual([]);
    }
  });

  test.each(policyNames)("every model of the policy %s", (name) => {
    for (const model of [compiledPolicy(name).model, wholeModel(name), builtInBoard(name)]) {
      expect(changedAgain(model)).toEqual([]);
    }
  });
});
