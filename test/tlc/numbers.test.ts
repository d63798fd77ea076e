import { expect, test } from "vitest";
import { probability, WHOLE, wholeNumber } from "../../src/checkers/tlc/numbers.js";

test.each([
  ["0", 0],
  ["1234567", 1_234_567],
  ["1,234,567", 1_234_567],
  ["1.234.567", 1_234_567],
  ["1’234’567", 1_234_567],
  ["1'234'567", 1_234_567],
  ["1\u202f234\u202f567", 1_234_567],
  ["1\u00a0234\u00a0567", 1_234_567],
  ["12,34,567", 1_234_567],
  ["١٬٢٣٤٬٥٦٧", 1_234_567],
  ["१२,३४,५६७", 1_234_567],
  ["𝟗𝟘𝟡", 909],
])("%s", (text, value) => {
  expect(text).toMatch(new RegExp(`^${WHOLE}$`, "u"));
  expect(wholeNumber(text)).toBe(value);
});

test.each(["", "-1", "1,,2", "1,", "e3"])("%j is no whole number", (text) => {
  expect(text).not.toMatch(new RegExp(`^${WHOLE}$`, "u"));
});

test("a probability, with a decimal point or comma", () => {
  expect(probability("2.7E-12")).toBe(2.7e-12);
  expect(probability("2,7E-12")).toBe(2.7e-12);
});
