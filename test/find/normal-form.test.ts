import fc from "fast-check";
import { expect, test } from "vitest";
import { normalForm } from "../../src/analyses/find/normal-form.js";

/** Letters that share no letter of the pairs ab, bc, cd are independent. */
const isIndependent = (left: string, right: string): boolean =>
  Math.abs(left.charCodeAt(0) - right.charCodeAt(0)) > 1;

const form = (text: string): string =>
  normalForm([...text], isIndependent)
    .map((place) => text[place])
    .join("");

test.each([
  ["ca", "ac"],
  ["ba", "ba"],
  ["dcba", "dcba"],
  ["dbac", "badc"],
  ["aa", "aa"],
])("the normal form of %s is %s", (text, expected) => {
  expect(form(text)).toBe(expected);
});

test("a change of places of independent neighbours changes nothing, another one does", () => {
  const words = fc.string({ unit: fc.constantFrom(..."abcd"), minLength: 2, maxLength: 8 });
  fc.assert(
    fc.property(words, fc.nat(), (word, seed) => {
      const place = seed % (word.length - 1);
      const [left = "", right = ""] = [word[place], word[place + 1]];
      const changed = `${word.slice(0, place)}${right}${left}${word.slice(place + 2)}`;
      expect(form(changed) === form(word)).toBe(left === right || isIndependent(left, right));
    }),
  );
});
