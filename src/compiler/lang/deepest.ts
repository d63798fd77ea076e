import { readFileSync } from "node:fs";
import type { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { placeAt } from "../../base/diagnostic/place.js";
import { type DiagnosticCode, unreadableFile } from "./diagnostics.js";
import { displayPath } from "./display-path.js";

interface Depth {
  readonly path: string;
  readonly text: string;
  readonly depth: number;
  readonly offset: number;
}

/** Where the brackets of a text are nested most; in its longest line where there are few. */
function deepest(path: string): Depth {
  const text = readFileSync(path, "utf8");
  let [depth, most, offset] = [0, 0, 0];
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    if ("([{<".includes(sign)) depth++;
    if (")]}>".includes(sign)) depth--;
    if (depth <= most) continue;
    [most, offset] = [depth, at];
  }
  if (most > FEW) return { path, text, depth: most, offset };
  const lines = text.split("\n");
  const longest = lines.reduce((best, line, index) => {
    return line.length > (lines[best]?.length ?? 0) ? index : best;
  }, 0);
  const start = lines.slice(0, longest).reduce((sum, line) => sum + line.length + 1, 0);
  return { path, text, depth: lines[longest]?.length ?? 0, offset: start };
}

/** More brackets in each other than anybody writes. */
const FEW = 100;

/** The diagnostic for sources that nest deeper than a compiler can follow. `paths`: where that may be. */
export function nestedTooDeep(paths: readonly string[]): Diagnostic<DiagnosticCode> {
  const [first] = paths.map(deepest).sort((one, other) => other.depth - one.depth);
  if (first === undefined) throw new RangeError("nothing was compiled");
  return unreadableFile(
    first.path,
    "what is written here nests too deep",
    placeAt(displayPath(first.path), first.text, first.offset),
  );
}
