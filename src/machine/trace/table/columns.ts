import type { CpuTrace, TraceState } from "../schema.js";
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

function flagColumn(
  title: string,
  width: number,
  text: (state: TraceState) => string,
  quiet: string,
): Column {
  return {
    title,
    width,
    text: ({ state }) => text(state),
    paint: (text, colours) => (text === quiet ? text : colours.yellow(text)),
  };
}

/** What the axes of a machine add, by the names of `nmicheck axes`. */
const axisColumns: ReadonlyMap<string, Column> = new Map([
  ["latch-depth", flagColumn("second", 7, (state) => secondContent(state), "empty")],
  ["lvtpc", flagColumn("LVTPC", 6, ({ lvtpcMasked }) => (lvtpcMasked ? "masked" : "open"), "open")],
  ["reason-port", flagColumn("port 0x61", 10, portContent, "-")],
  ["unknown-chain", flagColumn("own", 3, ({ ownSource }) => (ownSource ? "x" : "."), ".")],
  ["nmi-source", flagColumn("sources", 8, sourcesContent, "-")],
  ["front-handler", flagColumn("front", 8, frontContent, "-")],
  ["kvm-host", flagColumn("guest", 5, ({ guest }) => (guest === true ? "runs" : "-"), "-")],
  ["pmu", flagColumn("PMU", 8, pmuContent, "-")],
  ["nesting", flagColumn("nested", 7, nestedContent, "-")],
]);

function secondContent({ secondLatched, secondCarriesUnknown }: TraceState): string {
  if (secondLatched !== true) return "empty";
  return secondCarriesUnknown === true ? "unknown" : "known";
}

function frontContent({ inFront, summoned }: TraceState): string {
  if (inFront === true) return "here";
  return summoned === true ? "summoned" : "-";
}

function portContent({ serr, iochk, serrOff }: TraceState): string {
  const lines = [serr ? "SERR" : serrOff ? "off" : "", iochk ? "IOCHK" : ""];
  return lines.filter((line) => line !== "").join(" ") || "-";
}

/** The bitmap of the NMI that pends: `0` for handler 0's vector, `?` for one that is no handler's. */
function sourcesContent({ latchSources }: TraceState): string {
  const named = latchSources?.handlers.flatMap((bit, handler) => (bit ? [String(handler)] : []));
  const all = [...(latchSources?.other === true ? ["?"] : []), ...(named ?? [])];
  return all.join(" ") || "-";
}

function pmuContent({ inFlight, forgives }: TraceState): string {
  return inFlight === true ? "late" : forgives === true ? "forgives" : "-";
}

function nestedContent({ nested, nestedCarriesUnknown, unblocked }: TraceState): string {
  if (nested === true) return nestedCarriesUnknown === true ? "unknown" : "known";
  return unblocked === true ? "open" : "-";
}

/** The columns that a trace needs, from left to right. */
export function columnsFor({
  initial,
  axes = {},
}: Pick<CpuTrace, "initial" | "axes">): readonly Column[] {
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
  const ofAxes = [...axisColumns].flatMap(([name, column]) => (name in axes ? [column] : []));
  const kept = swallowNmi(initial) === null ? [] : [swallow];
  return [latch, slots, ...ofAxes, ...kept, owed];
}
