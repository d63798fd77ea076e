import { expect, test } from "vitest";
import { excerpt } from "../../../src/engines/adapter/excerpt.js";

test("control characters are escaped, other text is not", () => {
  expect(excerpt("a\u001b[2J\r\u0000é😀")).toBe("a\\u001b[2J\\u000d\\u0000é😀");
});

test("long text is cut, and its length told", () => {
  expect(excerpt("x".repeat(301))).toBe(`${"x".repeat(300)}… (301 characters)`);
  expect(excerpt("x".repeat(300))).toBe("x".repeat(300));
});
