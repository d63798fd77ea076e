import type { TraceState } from "../schema.js";
import { type LatchContent, swallowNmi } from "../story.js";
import type { Colours } from "./colours.js";

/** What the columns show of one moment. */
export interface Snapshot {
  readonly state: TraceState;
  readonly latch: LatchContent;
}

export interface Column {
  readonly title: string;
  readonly width: number;
  text(snapshot: Snapshot): string;
  paint(text: string, colours: Colours): string;
}

/** A wider picture of the slots would push the other columns off the screen. */
const WIDEST_PICTURE = 12;

/** The status bits, `x` where one is set, a gap between handlers: `.x .`. */
function slotsPicture({ active }: TraceState): string {
  return active.map((slots) => slots.map((slot) => (slot ? "x" : ".")).join("")).join(" ");
}

/** How many status bits are set, where there is no room for a picture. */
function slotsCount({ active }: TraceState): string {
  return `${active.flat().filter((slot) => slot).length} set`;
}

function slotsColumn(initial: TraceState): Column {
  const width = slotsPicture(initial).length;
  const isNarrow = width <= WIDEST_PICTURE;
  return {
    title: "slots",
    width: isNarrow ? Math.max("slots".length, width) : "4096 set".length,
    text: ({ state }) => (isNarrow ? slotsPicture(state) : slotsCount(state)),
    paint: (text, colours) => colours.cyan(text),
  };
}

/** The columns that a trace needs, from left to right. */
export function columnsFor(initial: TraceState): readonly Column[] {
  const latch: Column = {
    title: "latch",
    width: 7,
    text: (snapshot) => snapshot.latch,
    paint: (text, colours) => (text === "empty" ? text : colours.yellow(text)),
  };
  const slots = slotsColumn(initial);
  const swallow: Column = {
    title: "swallow_nmi",
    width: 11,
    text: ({ state }) => String(swallowNmi(state)),
    paint: (text, colours) => (text === "true" ? colours.magenta(text) : text),
  };
  const owed: Column = {
    title: "owed",
    width: 4,
    text: ({ state }) => (state.owed ? "yes" : "no"),
    paint: (text, colours) => (text === "yes" ? colours.red(text) : text),
  };
  return swallowNmi(initial) === null ? [latch, slots, owed] : [latch, slots, swallow, owed];
}
