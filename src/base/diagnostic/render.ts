import type { Diagnostic, Place } from "./diagnostic.js";
import { withoutUnsafe } from "./unsafe-characters.js";

/** `file:line:column`, then the source line with a caret under the column. */
function renderPlace(place: Place): string {
  const head = `${place.file}:${place.line}:${place.column}`;
  if (place.source === undefined) return head;
  const number = String(place.line);
  // A tab before the caret must stay a tab, or the caret points at the wrong column.
  const indent = place.source.slice(0, (place.caret ?? place.column) - 1).replace(/[^\t]/g, " ");
  return `${head}\n  ${number} | ${place.source}\n  ${" ".repeat(number.length)} | ${indent}^`;
}

/** The plain text of a diagnostic as the user reads it, without a final newline. */
export function renderDiagnostic(diagnostic: Diagnostic): string {
  const lines = [`error[${diagnostic.code}]: ${diagnostic.message}`];
  if (diagnostic.place !== undefined) lines.push(renderPlace(diagnostic.place));
  if (diagnostic.remedy !== undefined) lines.push(`  → ${diagnostic.remedy}`);
  // Each becomes one visible character, so that a caret stands where it should.
  return withoutUnsafe(lines.join("\n"), "\n\t", () => "\ufffd");
}
