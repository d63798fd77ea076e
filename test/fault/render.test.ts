import { expect, test } from "vitest";
import { Fault } from "../../src/base/fault/fault.js";
import { renderFault } from "../../src/base/fault/render.js";

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

test("control characters of a file never reach the terminal", () => {
  const source = "\u001b[31mred\u0007 \u009b2J\u007f";
  const fault = new Fault({
    code: "lang/loop",
    blame: "user",
    message: "`a\u001b[2Jb` is none.",
    place: { file: "x.ts", line: 1, column: 6, source },
  });
  expect(renderFault(fault)).toBe(
    "error[lang/loop]: `a\ufffd[2Jb` is none.\nx.ts:1:6\n  1 | \ufffd[31mred\ufffd \ufffd2J\ufffd\n    |      ^",
  );
});

test("a fault without a place and a remedy is one line", () => {
  const fault = new Fault({ code: "tlc/no-java", blame: "tool", message: "java was not found." });
  expect(renderFault(fault)).toBe("error[tlc/no-java]: java was not found.");
});
