import { expect, test } from "vitest";
import { Fault } from "../../src/fault/fault.js";
import { renderFault } from "../../src/fault/render.js";

test("a fault shows its code, its place with a caret, and what to do", () => {
  const fault = new Fault({
    code: "lang/loop",
    blame: "user",
    message: "a `while` loop cannot be compiled.",
    remedy: "use `.map`, `.every`, `.some` or `.filter`.",
    place: { file: "policy.ts", line: 12, column: 2, source: "\twhile (true) {}" },
  });
  expect(renderFault(fault)).toBe(
    [
      "error[lang/loop]: a `while` loop cannot be compiled.",
      "policy.ts:12:2",
      "  12 | \twhile (true) {}",
      "     | \t^",
      "  → use `.map`, `.every`, `.some` or `.filter`.",
    ].join("\n"),
  );
});

test("a fault without a place and a remedy is one line", () => {
  const fault = new Fault({ code: "tlc/no-java", blame: "tool", message: "java was not found." });
  expect(renderFault(fault)).toBe("error[tlc/no-java]: java was not found.");
});
