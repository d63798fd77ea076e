import { diffArrays } from "diff";
import { type EventLines, isEventLine } from "./event-lines.js";

/**
 * Two behaviours event by event: `-` what is pinned, `+` what was found, two spaces where they
 * agree. Numbers count the events of each side.
 */
export function eventDifference(pinned: EventLines, found: EventLines): readonly string[] {
  let [left, right] = [0, 0];
  const rows = diffArrays([...pinned], [...found]).flatMap(({ value, added, removed }) =>
    value.map((line) => {
      const isEvent = isEventLine(line);
      if (isEvent && !added) left++;
      if (isEvent && !removed) right++;
      return row(
        removed ? "-" : added ? "+" : " ",
        isEvent && !added ? left : null,
        isEvent && !removed ? right : null,
        line,
      );
    }),
  );
  return ["  pinned found", ...rows];
}

function row(mark: string, left: number | null, right: number | null, line: string): string {
  const cell = (number: number | null): string => String(number ?? "").padStart(6);
  return `${mark} ${cell(left)}${cell(right)}  ${line}`;
}
