import { expect, test } from "vitest";
import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";

test("a diagnostic shows its code, its place with a caret, and what to do", () => {
  const diagnostic = new Diagnostic({
    code: "lang/loop",
    blame: "user",
    message: "a `while` loop cannot be compiled.",
    remedy: "use `.map`, `.every`, `.some` or `.filter`.",
    place: { file: "policy.ts", line: 12, column: 2, source: "\twhile (true) {}" },
  });
  expect(renderDiagnostic(diagnostic)).toBe(
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
  const diagnostic = new Diagnostic({
    code: "lang/loop",
    blame: "user",
    message: "`a\u001b[2Jb` is none.",
    place: { file: "x.ts", line: 1, column: 6, source },
  });
  expect(renderDiagnostic(diagnostic)).toBe(
    "error[lang/loop]: `a\ufffd[2Jb` is none.\nx.ts:1:6\n  1 | \ufffd[31mred\ufffd \ufffd2J\ufffd\n    |      ^",
  );
});

test("what turns letters round, or is not seen, never reaches the terminal", () => {
  const diagnostic = new Diagnostic({
    code: "lang/loop",
    blame: "user",
    message: "`a\u202eb\u200bc\ud800d\u2028e` is none: \u{1f600}.",
  });
  expect(renderDiagnostic(diagnostic)).toBe(
    "error[lang/loop]: `a\ufffdb\ufffdc\ufffdd\ufffde` is none: \u{1f600}.",
  );
});

test("a diagnostic without a place and a remedy is one line", () => {
  const diagnostic = new Diagnostic({
    code: "tlc/no-java",
    blame: "tool",
    message: "java was not found.",
  });
  expect(renderDiagnostic(diagnostic)).toBe("error[tlc/no-java]: java was not found.");
});
