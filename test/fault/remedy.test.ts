import { expect, test } from "vitest";
import { Fault } from "../../src/base/fault/fault.js";
import { renderFault } from "../../src/base/fault/render.js";

const fault = new Fault({
  code: "test/missing",
  blame: "tool",
  message: "`nmicheck setup` was never run.",
  remedy: "run `nmicheck setup`, or `nmicheck doctor`; nmicheck says more.",
});

test("a remedy names commands as they are called from here: in a clone by the built file", () => {
  const remedy = "run `node dist/cli.js setup`, or `node dist/cli.js doctor`; nmicheck says more.";
  expect(fault.remedy).toBe(remedy);
  expect(renderFault(fault)).toBe(
    `error[test/missing]: \`nmicheck setup\` was never run.\n  → ${remedy}`,
  );
});
