import { expect, test } from "vitest";
import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";

const diagnostic = new Diagnostic({
  code: "test/missing",
  blame: "tool",
  message: "`nmicheck setup` was never run.",
  remedy: "run `nmicheck setup`, or `nmicheck doctor`; nmicheck says more.",
});

test("a remedy names commands as they are called from here: in a clone by the built file", () => {
  const remedy = "run `node dist/cli.js setup`, or `node dist/cli.js doctor`; nmicheck says more.";
  expect(diagnostic.remedy).toBe(remedy);
  expect(renderDiagnostic(diagnostic)).toBe(
    `error[test/missing]: \`nmicheck setup\` was never run.\n  → ${remedy}`,
  );
});
