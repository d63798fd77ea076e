import { at } from "../../../../spec/language.js";
import type { BoardTrace, BoardTraceEvent, TraceState } from "../schema.js";
import { type Moment, type NmiStory, type Story, tellStory } from "../story.js";
import type { Colours } from "../table/colours.js";
import { columnsFor } from "../table/columns.js";
import { CYCLE_STARTS, goingOnText } from "../table/cycle.js";
import { eventLine } from "../table/event-text.js";
import { heading, wrapped } from "../table/heading.js";
import { carriesLine, endingText, nmiHeading } from "../table/nmi-text.js";
import { explainOnBoard } from "./explain.js";
import { projectionOn } from "./projection.js";

/** Before the text of an event: its number and its CPU. */
const MARGIN = " ".repeat("123  CPU 0  ".length);

/** What an event of the whole trace is to one CPU. */
interface Seen {
  readonly cpu: number;
  readonly story: Story;
  readonly moment: Moment;
}

/**
 * A trace of several CPUs as the user reads it, without a final line break: one line an event, with
 * the CPU that it happens on; the beginning and the end of each NMI; where a CPU holds something after
 * it, what; and one sentence that says why.
 */
export function renderBoardTrace(trace: BoardTrace, colours: Colours): string {
  const { bold, dim, red } = colours;
  const seen = seenOf(trace);
  const stories = new Set(seen.flat().map(({ story }) => story));
  const nmis = [...stories].reduce((sum, story) => sum + story.nmis.length, 0);
  const lines = [...heading(trace, nmis, colours), ""];
  /** Of each CPU the NMI that it was in last. */
  const inside = new Map<number, number | null>();
  const all = trace.initial.cpus.length;
  let before = trace.initial;
  for (const [index, event] of trace.events.entries()) {
    if (index === trace.loop) lines.push("", `${MARGIN}${bold(`↻ ${CYCLE_STARTS}`)}`);
    const own = at(seen, index);
    const [first] = own;
    const who = own.length === all && !("cpu" in event) ? "all" : `CPU ${cpuOf(event)}`;
    if (first !== undefined) {
      const { cpu, moment } = first;
      if (moment.nmi !== (inside.get(cpu) ?? null)) lines.push(...nmiBegins(first, colours));
      inside.set(cpu, moment.nmi);
    }
    const text = first === undefined ? lockText(event) : eventLine(first.moment, nmiOf(first));
    const number = dim(String(index + 1).padStart(3));
    lines.push(`${number}  ${who.padEnd(5)}  ${text}${changesText(trace, before, event, dim)}`);
    if (first?.moment.event.event === "decide") lines.push(...nmiEnds(nmiOf(first), colours));
    before = event.state;
  }
  const goesOn = goingOnText(trace);
  if (goesOn !== null) lines.push("", `${MARGIN}${bold(`↻ ${goesOn}`)}`);
  const sentence = wrapped(`${explainOnBoard(trace)}.`).map((line) => bold(line));
  const violated = trace.property === null ? [] : [red(bold(`${trace.property} is violated:`))];
  return [...lines, "", ...violated, ...sentence].map((line) => line.trimEnd()).join("\n");
}

/** For each event what it is to the CPUs that it concerns, in their order. */
function seenOf(trace: BoardTrace): readonly (readonly Seen[])[] {
  const seen: Seen[][] = trace.events.map(() => []);
  for (const cpu of trace.initial.cpus.keys()) {
    const { trace: own, numbers, others } = projectionOn(trace, cpu);
    const story = tellStory(own, others);
    for (const [index, moment] of story.moments.entries()) {
      seen[at(numbers, index) - 1]?.push({ cpu, story, moment });
    }
  }
  return seen;
}

function cpuOf(event: BoardTraceEvent): number {
  return "cpu" in event ? event.cpu : 0;
}

function nmiOf({ story, moment }: Seen): NmiStory | undefined {
  return moment.nmi === null ? undefined : story.nmis[moment.nmi - 1];
}

function nmiBegins(seen: Seen, { bold }: Colours): readonly string[] {
  const nmi = nmiOf(seen);
  if (nmi === undefined) return [];
  return [
    "",
    `${MARGIN}${bold(`CPU ${seen.cpu}, ${nmiHeading(nmi)}`)}`,
    `${MARGIN}${carriesLine(nmi)}`,
  ];
}

function nmiEnds(nmi: NmiStory | undefined, { green, red, yellow }: Colours): readonly string[] {
  if (nmi === undefined) return [];
  const { said, judged, is } = endingText(nmi);
  const paint = { right: green, wrong: red, late: yellow }[is];
  return [`${MARGIN}kernel  ${said}`, `${MARGIN}truth   ${paint(judged)}`];
}

/** A step that one CPU alone does not have: it is about a lock, or what none of them is told. */
function lockText(event: BoardTraceEvent): string {
  switch (event.event) {
    case "enter":
      return event.state.holder === event.cpu
        ? "is the one that runs the handler of the shared source"
        : "another CPU runs the handler of the shared source: nothing claimed";
    case "lock":
      return event.state.reader === event.cpu
        ? "takes nmi_reason_lock"
        : "waits for nmi_reason_lock";
    default:
      return event.event;
  }
}

/** What changes on CPUs that the event does not happen on: `(CPU 0: slots .)`. */
function changesText(
  trace: BoardTrace,
  before: BoardTrace["initial"],
  event: BoardTraceEvent,
  dim: Colours["dim"],
): string {
  const changes = event.state.cpus.flatMap((state, cpu) => {
    const old = at(before.cpus, cpu);
    const changed = columnsFor({ initial: state, axes: trace.axes }).filter(
      (column) => textOf(column, old) !== textOf(column, state),
    );
    if (changed.length === 0) return [];
    const texts = changed.map((column) => `${column.title} ${textOf(column, state)}`);
    return [`CPU ${cpu}: ${texts.join(", ")}`];
  });
  return changes.length === 0 ? "" : `  ${dim(`[${changes.join("; ")}]`)}`;
}

function textOf(column: ReturnType<typeof columnsFor>[number], state: TraceState): string {
  return column.text({ state, latch: latchOf(state) });
}

/** Who sent what pends there, by the ghost. */
function latchOf({ latched, latchCarriesUnknown }: TraceState): "empty" | "known" | "unknown" {
  if (!latched) return "empty";
  return latchCarriesUnknown ? "unknown" : "known";
}
