import { describe, expect, test } from "vitest";
import type { BitField } from "../../src/packed/bit-field.js";
import type { CompiledModel } from "../../src/packed/compiled-model.js";
import type { Encoding, Layout } from "../../src/packed/layout.js";
import { moduleText } from "../../src/packed/module-text.js";
import { compileProgram } from "../../src/packed/program.js";
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
