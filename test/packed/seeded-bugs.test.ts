import { beforeAll, describe, expect, test } from "vitest";
import { explore } from "../../src/checkers/explore/breadth-first.js";
import { type BitField, maskOf } from "../../src/checkers/packed/bit-field.js";
import {
  type CompiledModel,
  compileForExploration,
} from "../../src/checkers/packed/compiled-model.js";
import { explorePacked } from "../../src/checkers/packed/explore-packed.js";
import type { Encoding, Layout } from "../../src/checkers/packed/layout.js";
import { moduleText } from "../../src/checkers/packed/module-text.js";
import { compileProgram, type EventGroup } from "../../src/checkers/packed/program.js";
import type { ReductionName } from "../../src/checkers/packed/reductions.js";
import type { Statement } from "../../src/checkers/packed/statement.js";
import { graphDifference } from "./graph-difference.js";
import { configuration } from "./nmi.js";

const { compiled, model } = configuration("v5", {
  chain: [1, 1],
  rips: 2,
  sticky: false,
  shadow: false,
});

/** The compiled model with one variable of one field moved to other bits. */
function moved(variable: string, change: (field: BitField) => Partial<BitField>): CompiledModel {
  const encoding = compiled.layout.variables.get(variable);
  if (encoding?.kind !== "number") throw new TypeError(`${variable} has no single field`);
  const other: Encoding = { ...encoding, field: { ...encoding.field, ...change(encoding.field) } };
  const variables = new Map([...compiled.layout.variables, [variable, other] as const]);
  const layout: Layout = { ...compiled.layout, variables };
  const source = moduleText(compiled.instance, compileProgram(compiled.instance, layout));
  return { ...compiled, layout, source };
}

/** The compiled model with some text of its source replaced, everywhere. */
function edited(text: string, replacement: string): CompiledModel {
  const source = compiled.source.replaceAll(text, replacement);
  if (source === compiled.source) throw new TypeError(`the source has no ${text}`);
  return { ...compiled, source };
}

describe("a bug put into the explorer is found by the comparison of graphs", () => {
  test("without a bug there is no difference", async () => {
    expect(await graphDifference(compiled, model)).toBeNull();
    expect(
      await graphDifference(
        moved("owed", () => ({})),
        model,
      ),
    ).toBeNull();
  });

  test("two variables packed into the same bit", async () => {
    const difference = await graphDifference(
      moved("owed", ({ shift }) => ({ shift: shift - 1 })),
      model,
    );
    expect(difference).toMatch(/^vertices \d+: expected /);
  });

  test("a variable packed into too few bits", async () => {
    const difference = await graphDifference(
      moved("outcome", ({ width }) => ({ width: width - 1 })),
      model,
    );
    expect(difference).toMatch(/^vertices \d+: expected /);
  });

  test("a guard that is gone", async () => {
    const difference = await graphDifference(edited("if ((w0 & 1) === 0)", "if (true)"), model);
    expect(difference).toMatch(/^vertices \d+: expected /);
  });

  test("a guard turned round", async () => {
    const difference = await graphDifference(
      edited("if ((w0 & 1) === 0)", "if ((w0 & 1) === 1)"),
      model,
    );
    expect(difference).toMatch(/^vertices \d+: expected /);
  });

  test("a visited set that takes neighbours for one state", async () => {
    const difference = await graphDifference(
      edited("pool[place] |= 1 << w0", "pool[place] |= 3 << w0"),
      model,
    );
    expect(difference).toMatch(/^vertices \d+: expected /);
  });
});

/** The lengths of all counterexamples that an explorer with a changed program finds. */
async function lengthsWith(
  reductions: readonly ReductionName[],
  change: (statement: Statement, value: number) => readonly Statement[],
): Promise<readonly unknown[]> {
  const { constants } = compiled.instance.environment;
  const reduced = compileForExploration(compiled.instance.model, constants, { reductions });
  const program = compileProgram(reduced.instance, reduced.layout, {
    dead: reductions.includes("dead"),
    chains: reductions.includes("chains"),
  });
  const groups = program.groups.map((group): EventGroup => {
    if (group.kind === "plain") throw new TypeError("nothing is reduced");
    const cases = group.cases.map((statements, value) =>
      statements.flatMap((statement) => change(statement, value)),
    );
    return { ...group, cases };
  });
  const source = moduleText(reduced.instance, { ...program, groups });
  const told = explorePacked({ ...reduced, source }, model).then(({ answers }) =>
    [...answers.values()].map((answer) =>
      answer.answer === "violated" ? answer.path.steps.length + 1 : answer.answer,
    ),
  );
  return told.catch((error: unknown) => [error]);
}

function eventOf(statement: Statement): number {
  if (statement.kind !== "if") return statement.event;
  const [first] = [...statement.whenTrue, ...statement.whenFalse];
  return first === undefined ? -1 : eventOf(first);
}

/** The statement with these bits of the first word forgotten by every step in it. */
function forgetting(statement: Statement, bits: number): Statement {
  if (statement.kind === "if") {
    return {
      ...statement,
      whenTrue: statement.whenTrue.map((inner) => forgetting(inner, bits)),
      whenFalse: statement.whenFalse.map((inner) => forgetting(inner, bits)),
    };
  }
  if (statement.kind === "failure" || statement.kept === null) return statement;
  const masks = statement.kept.masks.map(([first = 0, ...rest]) => [first & ~bits, ...rest]);
  return { ...statement, kept: { ...statement.kept, masks } };
}

describe("a bug put into a reduction changes a verdict or a length", () => {
  let right: readonly unknown[];
  beforeAll(async () => {
    right = [...(await explore(model)).answers.values()].map((answer) =>
      answer.answer === "violated" ? answer.path.steps.length + 1 : answer.answer,
    );
  });

  test("without a bug all is as it is without reductions", async () => {
    expect(await lengthsWith(["dead"], (statement) => [statement])).toEqual(right);
    expect(await lengthsWith(["chains"], (statement) => [statement])).toEqual(right);
  });

  test("a variable that is alive taken for a dead one", async () => {
    const encoding = compiled.layout.variables.get("lastNmiRip");
    if (encoding?.kind !== "number") throw new TypeError("it has no single field");
    const bits = maskOf(encoding.field);
    const told = await lengthsWith(["dead"], (statement) => [forgetting(statement, bits)]);
    expect(told).not.toEqual(right);
  });

  test("an event that does not commute left for later", async () => {
    const external = compiled.events.indexOf("external");
    const caught = await lengthsWith(["chains"], (statement, value) =>
      // At the first place of all the steps of which depend on each other.
      value === 0 && eventOf(statement) === external ? [] : [statement],
    );
    expect(caught).not.toEqual(right);
  });
});
