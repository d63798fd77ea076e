import { expect, test } from "vitest";
import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import { explainPacking } from "../../src/checkers/packed/packing-table.js";
import { literal } from "../../src/compiler/ir/expression.js";
import { lamps } from "./lamps.js";

test("a variable with too many values is refused by its name", () => {
  const huge = {
    ...lamps,
    variables: lamps.variables.map((variable) => {
      const type = { kind: "integer", low: literal(0), high: literal(2 ** 31) } as const;
      return variable.name === "cursor" ? { ...variable, type } : variable;
    }),
  };
  let diagnostic: unknown = null;
  try {
    explainPacking(huge, { count: 2 });
  } catch (error) {
    diagnostic = error;
  }
  expect(diagnostic instanceof Diagnostic && renderDiagnostic(diagnostic)).toBe(
    [
      "error[packed/too-many-values]: `cursor` has more values than an explorer can keep: " +
        "more than 2,147,483,648.",
      "  → declare a smaller range for it.",
    ].join("\n"),
  );
});
