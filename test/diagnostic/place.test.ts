import { expect, test } from "vitest";
import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
import { placeAt } from "../../src/base/diagnostic/place.js";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";

test("a place has its line and column, counted from 1", () => {
  const text = "one\r\ntwo\nthree";
  expect(placeAt("f", text, 0)).toEqual({ file: "f", line: 1, column: 1, source: "one" });
  expect(placeAt("f", text, 6)).toEqual({ file: "f", line: 2, column: 2, source: "two" });
  expect(placeAt("f", text, 14)).toEqual({ file: "f", line: 3, column: 6, source: "three" });
  expect(placeAt("f", "\na", 0)).toEqual({ file: "f", line: 1, column: 1, source: "" });
  expect(placeAt("f", "a\n", 2)).toEqual({ file: "f", line: 2, column: 1, source: "" });
});

test("of a long line an excerpt is shown, with the caret at the same character", () => {
  const line = `${"a".repeat(500)}X${"b".repeat(500)}`;
  const place = placeAt("long.json", `{\n${line}\n}`, 502);
  expect(place.column).toBe(501);
  const diagnostic = new Diagnostic({ code: "trace/x", blame: "user", message: "wrong.", place });
  expect(renderDiagnostic(diagnostic)).toBe(
    [
      "error[trace/x]: wrong.",
      "long.json:2:501",
      `  2 | …${"a".repeat(60)}X${"b".repeat(59)}…`,
      `    | ${" ".repeat(61)}^`,
    ].join("\n"),
  );
});

test("the excerpt of a long line does not run over its ends", () => {
  const line = "a".repeat(200);
  expect(placeAt("f", line, 3)).toMatchObject({ source: `${"a".repeat(120)}…`, caret: 4 });
  expect(placeAt("f", line, 199)).toMatchObject({ source: `…${"a".repeat(120)}`, caret: 121 });
});
