import fc from "fast-check";
import { expect, test } from "vitest";
import { canonicalText, StateKeys } from "../../src/checkers/explore/state-keys.js";

const scalar = fc.oneof(
  fc.boolean(),
  fc.integer({ min: -2, max: 2 }),
  fc.constant(null),
  fc.string(),
);
const value = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 2 }),
  fc.dictionary(fc.constantFrom("a", "b"), scalar),
);
const state = fc.record({ x: value, y: value });

test("two states have the same key exactly when their data is the same", () => {
  const keys = new StateKeys({ x: 0, y: 0 });
  fc.assert(
    fc.property(state, state, (left, right) => {
      const same = canonicalText(left) === canonicalText(right);
      expect(keys.key(left) === keys.key(right)).toBe(same);
      expect(keys.key(structuredClone(left))).toBe(keys.key(left));
    }),
    { numRuns: 2000 },
  );
});

test("an object and a string that reads like it are different values", () => {
  const keys = new StateKeys({ x: 0 });
  expect(keys.key({ x: "{}" })).not.toBe(keys.key({ x: {} }));
  expect(keys.key({ x: "null" })).not.toBe(keys.key({ x: null }));
});

test("keys stay apart beyond the values that fit one UTF-16 unit", () => {
  const keys = new StateKeys({ x: 0, y: 0 });
  const seen = new Set<string>();
  for (let x = 0; x < 70_000; x++) seen.add(keys.key({ x, y: x % 2 }));
  expect(seen.size).toBe(70_000);
  expect(keys.key({ x: 69_999, y: 1 }).length).toBe(4);
});

test("the order of keys does not matter at any depth", () => {
  expect(canonicalText({ b: [{ d: 1, c: null }], a: "x" })).toBe(
    '{"a":"x","b":[{"c":null,"d":1}]}',
  );
});
