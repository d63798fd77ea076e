import type { DecisionTable } from "./decision-table.js";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

/** A state of a table as its rows name it. */
export function stateName(state: number): string {
  return LETTERS[state] ?? `z${state}`;
}

/** A table in words: a line for each thing that it does. */
export function tableLines({ rows, states }: DecisionTable): readonly string[] {
  return rows.map(({ state, ending, seen, action, next }) => {
    const where = states === 1 ? "" : `in ${stateName(state)}: `;
    const look = seen.length === 0 ? "" : `, ${seen.join(" or ")}`;
    const then = next === state ? "" : `, then ${stateName(next)}`;
    const says = action ?? "nothing to decide";
    return `${where}${ending === "external" ? "told by the reason port" : ending}${look}: ${says}${then}`;
  });
}
