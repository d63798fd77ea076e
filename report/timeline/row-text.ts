import { eventLine } from "../../src/machine/trace/table/event-text.js";
import { memoryText } from "./memory.js";
import type { Snapshot, TimelineRow } from "./rows.js";

/** What a row says. */
export function rowText(row: TimelineRow): string {
  switch (row.kind) {
    case "start":
      return "Start: nothing active, nothing pending";
    case "pause":
      return "–";
    case "block":
      return row.note === "" ? row.title : `${row.title}; ${row.note}`;
    case "step":
      return eventLine(row.moment, row.nmi);
    case "ending":
      return `Kernel ${row.ending.said}. ${row.ending.judged}`;
  }
}

/** What the picture of a row shows after it, for those who do not see it. */
export function pictureText({ state, latch }: Snapshot): string {
  const active = state.active.flatMap((slots, handler) =>
    slots.flatMap((isActive, slot) => (isActive ? [`handler ${handler} slot ${slot}`] : [])),
  );
  return [
    `latch ${latch}`,
    active.length === 0 ? "no slot active" : `active: ${active.join(", ")}`,
    ...(state.policyMemory === null ? [] : [memoryText(state)]),
  ].join("; ");
}
