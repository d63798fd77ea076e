import { type ParseErrorCode, printParseErrorCode, visit } from "jsonc-parser";
import type { DataPath } from "./differences.js";

/** Why a text is no JSON. */
export interface JsonProblem {
  /** Where it stops being JSON, in UTF-16 units. */
  readonly offset: number;
  readonly problem: string;
  /** The text is JSON as far as it goes, but it goes on no further. */
  readonly endsEarly: boolean;
  /** The object or array that is being read there. */
  readonly within: DataPath;
}

/** By the parser's names of its error codes. */
const problems: ReadonlyMap<string, string> = new Map([
  ["PropertyNameExpected", "the name of a field is expected here, in double quotes"],
  ["ValueExpected", "a value is expected here"],
  ["ColonExpected", "a colon is expected here"],
  ["CommaExpected", "a comma is expected here"],
  ["CloseBraceExpected", "a closing brace is expected here"],
  ["CloseBracketExpected", "a closing bracket is expected here"],
  ["EndOfFileExpected", "the file should end here"],
  ["InvalidNumberFormat", "this number is malformed"],
  ["UnexpectedEndOfNumber", "this number is malformed"],
  ["UnexpectedEndOfString", "this text has no closing quote"],
  ["InvalidUnicode", "this \\u escape is malformed"],
  ["InvalidEscapeCharacter", "this escape is unknown"],
  ["InvalidCharacter", "this character must be written as an escape"],
  ["InvalidCommentToken", "there are no comments in JSON"],
  ["UnexpectedEndOfComment", "there are no comments in JSON"],
]);

const strict = { disallowComments: true, allowTrailingComma: false };

/** The first thing that makes `text` no JSON, or null when it is JSON. */
export function jsonProblem(text: string): JsonProblem | null {
  const found: JsonProblem[] = [];
  let within: () => DataPath = () => [];
  const entered = (
    _offset: number,
    _length: number,
    _line: number,
    _column: number,
    path: () => DataPath,
  ) => {
    const at = path();
    within = () => at;
  };
  visit(
    text,
    {
      onObjectBegin: entered,
      onArrayBegin: entered,
      onError: (code, offset, length) => {
        if (found.length > 0) return;
        const problem = problems.get(printParseErrorCode(code)) ?? "this is no JSON";
        const endsEarly = isAtEnd(text, code, offset, length);
        found.push({ offset, problem, endsEarly, within: within() });
      },
    },
    strict,
  );
  return found[0] ?? null;
}

/** The parser stumbled over the end of the text, or over a stump before it. */
function isAtEnd(text: string, code: ParseErrorCode, offset: number, length: number): boolean {
  const end = text.trimEnd().length;
  if (end === 0 || offset >= end) return end > 0;
  if (offset + length < end) return false;
  const stump = text.slice(offset, end);
  switch (printParseErrorCode(code)) {
    case "InvalidSymbol":
      return stump === "-" || ["true", "false", "null"].some((word) => word.startsWith(stump));
    case "UnexpectedEndOfString":
    case "UnexpectedEndOfNumber":
    case "InvalidNumberFormat":
    case "InvalidUnicode":
    case "InvalidEscapeCharacter":
      return true;
    default:
      return false;
  }
}

/**
 * Where the value at `path` begins in the JSON `text`, in UTF-16 units; with `"name"` the field's
 * name rather than its value. Where there is no such place, the nearest one around it.
 */
export function jsonOffset(text: string, path: DataPath, part: "value" | "name"): number {
  let best = 0;
  let bestDepth = 0;
  const consider = (offset: number, at: DataPath): void => {
    if (at.length <= bestDepth || at.length > path.length) return;
    if (!at.every((key, index) => key === path[index])) return;
    best = offset;
    bestDepth = at.length;
  };
  const value = (
    offset: number,
    _length: number,
    _line: number,
    _column: number,
    at: () => DataPath,
  ) => consider(offset, at());
  visit(text, {
    onObjectBegin: value,
    onArrayBegin: value,
    onLiteralValue: (_value, ...rest) => value(...rest),
    onObjectProperty: (name, offset, _length, _line, _column, at) => {
      if (part === "name") consider(offset, [...at(), name]);
    },
  });
  return best;
}
