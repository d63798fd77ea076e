/** The text of each variable's value, by the variable's name. */
export type Assignments = Readonly<Record<string, string>>;

const ASSIGNMENT = /^(\w+) = (.*)$/;
const CONJUNCT = "/\\ ";

/**
 * Reads a state as TLC prints it: one conjunct `/\ name = value` for each variable, without the
 * `/\` if there is only one, and a long value on several lines. The values stay TLA+ text.
 *
 * Returns null for a text that is not a state.
 */
export function readAssignments(text: string): Assignments | null {
  const entries: [string, string][] = [];
  for (const line of text.trim().split("\n")) {
    const conjunct = line.startsWith(CONJUNCT);
    const starts = conjunct || entries.length === 0;
    const [, name, value] = starts
      ? (ASSIGNMENT.exec(conjunct ? line.slice(CONJUNCT.length) : line) ?? [])
      : [];
    if (name !== undefined && value !== undefined) {
      entries.push([name, value]);
      continue;
    }
    const last = entries.at(-1);
    if (last === undefined) return null;
    last[1] += `\n${line}`;
  }
  return Object.fromEntries(entries);
}
