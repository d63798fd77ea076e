import { changeText, type Mutation } from "./mutation.js";

/** A mutation as the user reads it: where it is, and the lines before and after it. */
export interface ShownMutation {
  /** `file:line:column`. */
  readonly where: string;
  readonly before: string;
  readonly after: string;
}

/** The line of the mutation as it is and as it becomes, or its text where it has several lines. */
export function showMutation(mutation: Mutation): ShownMutation {
  const { place, before, change } = mutation;
  const where = `${place.file}:${place.line}:${place.column}`;
  const { source } = place;
  const from = (place.caret ?? place.column) - 1;
  if (source === undefined || !source.startsWith(before, from)) {
    return { where, before: onOneLine(before), after: onOneLine(changeText(mutation)) };
  }
  if (change.kind === "described") {
    return { where, before: source.trim(), after: changeText(mutation) };
  }
  const rest = source.slice(from + before.length);
  const after =
    change.kind === "dropped"
      ? source.slice(0, from) + rest.replace(/^\s*,\s?/, "")
      : source.slice(0, from) + change.after + rest;
  return { where, before: source.trim(), after: after.trim() || "(the line is left out)" };
}

function onOneLine(text: string): string {
  return text.replace(/\s+/g, " ");
}
