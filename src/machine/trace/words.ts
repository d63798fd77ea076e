import type { SlotName } from "./slot.js";
import type { Edge } from "./story.js";

/** `handler 0 slot 1`; both count from 0, as in the trace. */
export function slotText({ handler, slot }: SlotName): string {
  return `handler ${handler} slot ${slot}`;
}

const sources: Readonly<Record<Exclude<Edge["source"], "slot">, string>> = {
  unknown: "an unknown source",
  serr: "a PCI system error",
  iochk: "an I/O check",
  own: "the source that NMI_UNKNOWN knows",
  summons: "the summons to the handler in front",
  again: "the hypervisor, which delivered an NMI again",
};

/** Who sent an edge. */
export function sourceText(edge: Edge): string {
  return edge.source === "slot" ? slotText(edge.slot) : sources[edge.source];
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

/**
 * A whole number as people write it: `1,234,567`, whatever the locale. Written so since the first call of
 * the runtime's own formatter takes longer than all else that a cached gate prints.
 */
export function grouped(number: number): string {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 event`, `2 events`. */
export function counted(number: number, noun: string): string {
  return `${grouped(number)} ${noun}${number === 1 ? "" : "s"}`;
}
