import { expect, test } from "vitest";
import { faultText } from "../../src/cli/fault-text.js";
import { Fault } from "../../src/fault/fault.js";
import { renderFault, renderFaultFor } from "../../src/fault/render.js";

const fault = new Fault({
  code: "test/missing",
  blame: "tool",
  message: "`nmicheck setup` was never run.",
  remedy: "run `nmicheck setup`, or `nmicheck doctor`; nmicheck says more.",
});

test("a remedy names commands as they are called from here: in a clone by the built file", () => {
  const rest = "nmicheck says more.";
  expect(faultText(fault)).toBe(
    "error[test/missing]: `nmicheck setup` was never run.\n" +
      `  → run \`node dist/cli.js setup\`, or \`node dist/cli.js doctor\`; ${rest}`,
  );
  expect(renderFaultFor(fault, "npx nmicheck")).toContain(
    `  → run \`npx nmicheck setup\`, or \`npx nmicheck doctor\`; ${rest}`,
  );
  expect(renderFault(fault)).toContain("  → run `nmicheck setup`, or `nmicheck doctor`;");
});
