import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import { packageRoot } from "../../src/base/package/root.js";
import {
  solverBroken,
  solversDisagree,
  untranslatable,
} from "../../src/compiler/smt/diagnostics.js";
import { npmZ3 } from "../../src/compiler/smt/solver/solvers.js";

test("smt/untranslatable says what to write in its place", () => {
  expect(renderDiagnostic(untranslatable("a count of active slots"))).toBe(
    "error[smt/untranslatable]: a count of active slots cannot be proven for every chain: SMT-LIB has no such term.\n" +
      "  → use `.some` and `.every` in place of a count over an array without a fixed length.",
  );
});

test("smt/solver-broken says what the solver did", () => {
  expect(renderDiagnostic(solverBroken("cvc5 1.0.3", "it ended with 139"))).toContain(
    "error[smt/solver-broken]: the solver cvc5 1.0.3 gave no answer: it ended with 139",
  );
});

test("smt/solvers-disagree names both", () => {
  const answers = [
    ["z3", "unsat"],
    ["cvc5", "sat"],
  ] as const;
  expect(renderDiagnostic(solversDisagree("Poll keeps Armed", answers))).toContain(
    'error[smt/solvers-disagree]: the solvers disagree on "Poll keeps Armed": z3 says unsat, cvc5 says sat.',
  );
});

test("the solver from npm is named by the version that is installed", () => {
  const file = join(packageRoot, "node_modules", "z3-solver", "package.json");
  const { version } = JSON.parse(readFileSync(file, "utf8"));
  expect(npmZ3.name).toContain(version);
});
