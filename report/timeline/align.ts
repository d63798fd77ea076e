import { stepOf, type TimelineRow } from "./rows.js";

/** A row of a table of one timeline, or of two beside each other. */
export interface TableRow {
  /** What stands in it, from left to right. */
  readonly sides: readonly TimelineRow[];
  /** What a link to it names; null where nobody can stop. */
  readonly stop: number | null;
}

/**
 * The rows in parts that are to stand side by side: the time before the first NMI, the first NMI,
 * the time before the second, and so on. Where two NMIs follow on each other the time is empty.
 */
function segments(rows: readonly TimelineRow[]): readonly (readonly TimelineRow[])[] {
  const parts: TimelineRow[][] = [[]];
  for (const row of rows) {
    if (row.kind === "block") {
      const isNmi = row.note !== "";
      // An NMI has an odd place.
      if ((parts.length % 2 === 1) !== isNmi) parts.push([]);
      parts.push([]);
    }
    parts.at(-1)?.push(row);
  }
  return parts;
}

/** Where the other side needs more rows, nothing happens. */
function pauseAfter(row: TimelineRow): TimelineRow {
  return { kind: "pause", before: row.after, after: row.after };
}

function isStop(row: TimelineRow): boolean {
  return stepOf(row) !== null;
}

/** Two timelines as one table: the NMIs of the same number begin in the same row. */
export function besideEachOther(
  left: readonly TimelineRow[],
  right: readonly TimelineRow[],
): readonly TableRow[] {
  const [lefts, rights] = [segments(left), segments(right)];
  const rows: (readonly [TimelineRow, TimelineRow])[] = [];
  let [lastLeft, lastRight] = [left[0], right[0]];
  for (let part = 0; part < Math.max(lefts.length, rights.length); part++) {
    const [one, other] = [lefts[part] ?? [], rights[part] ?? []];
    for (let row = 0; row < Math.max(one.length, other.length); row++) {
      if (lastLeft === undefined || lastRight === undefined) return [];
      const sides = [
        one[row] ?? pauseAfter(lastLeft),
        other[row] ?? pauseAfter(lastRight),
      ] as const;
      [lastLeft, lastRight] = sides;
      rows.push(sides);
    }
  }
  let stop = 0;
  return rows.map((sides) => ({ sides, stop: sides.some(isStop) ? stop++ : null }));
}

/** One timeline as a table; its stops are its steps. */
export function byItself(rows: readonly TimelineRow[]): readonly TableRow[] {
  let stop = 0;
  return rows.map((row) => ({ sides: [row], stop: isStop(row) ? stop++ : null }));
}
