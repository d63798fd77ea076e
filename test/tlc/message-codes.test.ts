import { expect, test } from "vitest";
import { knownMessageCodes, messageCode } from "../../src/checkers/tlc/message-codes.js";

test("the codes of TLC 2.18 and the eight that came later, each once", () => {
  // 228 constants of tlc2.output.EC, without NO_ERROR and UNIT_TEST.
  expect(knownMessageCodes).toBe(228 - 2 + 8);
});

test.each([
  [2193, "TLC_SUCCESS", "success"],
  [2110, "TLC_INVARIANT_VIOLATED_BEHAVIOR", "invariant-violated"],
  [2112, "TLC_ACTION_PROPERTY_VIOLATED_BEHAVIOR", "step-violated"],
  [1001, "SYSTEM_OUT_OF_MEMORY", "tlc/out-of-memory"],
  [2121, "TLC_BEHAVIOR_UP_TO_THIS_POINT", "heading"],
])("%i is %s", (code, name, role) => {
  expect(messageCode(code)).toEqual({ code, name, role });
});

test("an unknown code", () => {
  expect(messageCode(9999)).toBeUndefined();
});
