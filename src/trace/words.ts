import type { SlotName } from "./observation.js";
import type { Edge } from "./story.js";

/** `handler 0 slot 1`; both count from 0, as in the trace. */
export function slotText({ handler, slot }: SlotName): string {
  return `handler ${handler} slot ${slot}`;
}

/** Who sent an edge. */
export function sourceText({ slot }: Edge): string {
  return slot === null ? "an unknown source" : slotText(slot);
}

/** `a`, `a and b`, `a, b and c`. */
export function enumerated(items: readonly string[]): string {
  const last = items.at(-1) ?? "nothing";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} and ${last}`;
}

/** The same items, each once, in order of appearance. */
export function distinct(items: readonly string[]): readonly string[] {
  return [...new Set(items)];
}

/** A whole number as people write it: `1,234,567`, whatever the locale. */
export function grouped(number: number): string {
  return number.toLocaleString("en-US");
}

/** `1 event`, `2 events`. */
export function counted(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? "" : "s"}`;
}
