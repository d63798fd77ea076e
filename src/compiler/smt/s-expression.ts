import { textOfWord } from "./text.js";

/** A list, or an atom without its bars or quotes. */
export type SExpression = string | readonly SExpression[];

/** Reads the S-expressions in what a solver says. */
export function readSExpressions(text: string): readonly SExpression[] {
  const stack: SExpression[][] = [[]];
  for (const [token] of text.matchAll(/[()]|\|[^|]*\||"(?:[^"]|"")*"|[^\s()|"]+/g)) {
    const top = stack[stack.length - 1] ?? [];
    if (token === "(") {
      stack.push([]);
    } else if (token === ")") {
      const closed = stack.pop() ?? [];
      stack[stack.length - 1]?.push(closed);
    } else {
      top.push(token.startsWith("|") ? token.slice(1, -1) : token);
    }
  }
  return stack[0] ?? [];
}

/** A scalar that a solver says: a boolean, a number or a word. Null for anything else. */
export function scalarOf(said: SExpression): boolean | number | string | null {
  if (typeof said !== "string") {
    const [minus, digits] = said;
    return minus === "-" && typeof digits === "string" ? -Number(digits) : null;
  }
  if (said === "true" || said === "false") return said === "true";
  if (/^\d+$/.test(said)) return Number(said);
  return said.startsWith('"') ? textOfWord(said.slice(1, -1)) : null;
}
