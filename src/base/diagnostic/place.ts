import type { Place } from "./diagnostic.js";

/** A longer source line is shown as an excerpt: it would only wrap on a terminal. */
const LONGEST_EXCERPT = 120;
/** How much of a long line is shown before the place itself. */
const LEAD = 60;

/** The place of the character at `offset` in `text`, both in UTF-16 units, with its source line. */
export function placeAt(file: string, text: string, offset: number): Place {
  const lineStart = offset === 0 ? 0 : text.lastIndexOf("\n", offset - 1) + 1;
  const nextBreak = text.indexOf("\n", lineStart);
  const lineEnd = nextBreak === -1 ? text.length : nextBreak;
  const column = offset - lineStart + 1;
  const place = { file, line: lineNumber(text, lineStart), column };
  const length = lineEnd - lineStart;
  if (length <= LONGEST_EXCERPT) {
    return { ...place, source: text.slice(lineStart, lineEnd).replace(/\r$/, "") };
  }
  const from = Math.max(lineStart, Math.min(offset - LEAD, lineEnd - LONGEST_EXCERPT));
  const to = Math.min(lineEnd, from + LONGEST_EXCERPT);
  const before = from > lineStart ? "…" : "";
  const after = to < lineEnd ? "…" : "";
  const source = `${before}${text.slice(from, to).replace(/\r$/, "")}${after}`;
  return { ...place, source, caret: before.length + offset - from + 1 };
}

function lineNumber(text: string, lineStart: number): number {
  let line = 1;
  for (let at = text.indexOf("\n"); at !== -1 && at < lineStart; at = text.indexOf("\n", at + 1)) {
    line++;
  }
  return line;
}
