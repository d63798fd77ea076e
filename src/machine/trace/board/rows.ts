import { at } from "../../../../spec/language.js";
import type { BoardTrace, BoardTraceEvent, BoardTraceState, TraceState } from "../schema.js";
import { type LatchContent, type Moment, type NmiStory, type Story, tellStory } from "../story.js";
import { columnsFor } from "../table/columns.js";
import { eventLine } from "../table/event-text.js";
import { projectionOn } from "./projection.js";

/** What a CPU holds of one thing after a row: `slots`, `x .`. */
export interface Held {
  readonly title: string;
  readonly text: string;
  /** The event of the row has changed it. */
  readonly isChanged: boolean;
}

/**
 * A row of the table of a trace of several CPUs, with the number of the event that it belongs to,
 * counted from 1; the start has 0.
 */
export type BoardRow = { readonly number: number } & (
  | { readonly kind: "start"; readonly held: BoardHeld }
  /** The part that is repeated for ever begins. */
  | { readonly kind: "cycle" }
  | { readonly kind: "begin" | "end"; readonly cpu: number; readonly nmi: NmiStory }
  | {
      readonly kind: "step";
      /** The CPUs that the event happens on, and what it is to each of them. */
      readonly on: readonly { readonly cpu: number; readonly text: string }[];
      /** It comes to every CPU from outside. */
      readonly isOfAll: boolean;
      readonly held: BoardHeld;
    }
);

/** What each CPU holds after a row. */
type BoardHeld = readonly (readonly Held[])[];

/** What an event of the whole trace is to one CPU. */
interface Seen {
  readonly cpu: number;
  readonly story: Story;
  readonly moment: Moment;
}

/** A trace of several CPUs row by row: its events, and where each NMI begins and ends. */
export function boardRows(trace: BoardTrace): {
  readonly rows: readonly BoardRow[];
  /** On all CPUs together. */
  readonly nmis: number;
} {
  const stories = [...trace.initial.cpus.keys()].map((cpu) => storyOn(trace, cpu));
  const seen = seenOf(trace, stories);
  const rows: BoardRow[] = [
    { kind: "start", number: 0, held: heldIn(trace, trace.initial, trace.initial) },
  ];
  /** Of each CPU the NMI that it was in last. */
  const inside = new Map<number, number | null>();
  let before = trace.initial;
  for (const [index, event] of trace.events.entries()) {
    const number = index + 1;
    if (index === trace.loop) rows.push({ kind: "cycle", number });
    const own = at(seen, index);
    const [first] = own;
    const nmi = first === undefined ? undefined : nmiOf(first);
    if (first !== undefined) {
      const { cpu, moment } = first;
      const isNew = moment.nmi !== (inside.get(cpu) ?? null);
      if (isNew && nmi !== undefined) rows.push({ kind: "begin", number, cpu, nmi });
      inside.set(cpu, moment.nmi);
    }
    rows.push({
      kind: "step",
      number,
      on: onCpus(event, own),
      isOfAll: !("cpu" in event) && own.length === stories.length,
      held: heldIn(trace, event.state, before),
    });
    if (first?.moment.event.event === "decide" && nmi !== undefined) {
      rows.push({ kind: "end", number, cpu: first.cpu, nmi });
    }
    before = event.state;
  }
  return { rows, nmis: stories.reduce((sum, { story }) => sum + story.nmis.length, 0) };
}

interface OwnStory {
  readonly story: Story;
  readonly numbers: readonly number[];
}

function storyOn(trace: BoardTrace, cpu: number): OwnStory {
  const { trace: own, numbers, others } = projectionOn(trace, cpu);
  return { story: tellStory(own, others), numbers };
}

/** For each event what it is to the CPUs that it concerns, in their order. */
function seenOf(trace: BoardTrace, stories: readonly OwnStory[]): readonly (readonly Seen[])[] {
  const seen: Seen[][] = trace.events.map(() => []);
  for (const [cpu, { story, numbers }] of stories.entries()) {
    for (const [index, moment] of story.moments.entries()) {
      seen[at(numbers, index) - 1]?.push({ cpu, story, moment });
    }
  }
  return seen;
}

function nmiOf({ story, moment }: Seen): NmiStory | undefined {
  return moment.nmi === null ? undefined : story.nmis[moment.nmi - 1];
}

function onCpus(
  event: BoardTraceEvent,
  seen: readonly Seen[],
): readonly { readonly cpu: number; readonly text: string }[] {
  if (seen.length === 0) return [{ cpu: "cpu" in event ? event.cpu : 0, text: lockText(event) }];
  const others = seen.map((one) => ({ cpu: one.cpu, text: eventLine(one.moment, nmiOf(one)) }));
  return event.event === "crash" ? [{ cpu: event.cpu, text: CRASHES }, ...others] : others;
}

const CRASHES = "the kernel crashes here: it shoots the other CPUs down";

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

/** What each CPU holds, in the columns of its table, and what is not as it was before. */
function heldIn(
  { axes }: BoardTrace,
  { cpus }: BoardTraceState,
  before: BoardTraceState,
): BoardHeld {
  return cpus.map((state, cpu) => {
    const old = at(before.cpus, cpu);
    return columnsFor({ initial: state, axes }).map((column) => {
      const text = column.text({ state, latch: latchOf(state) });
      const isChanged = text !== column.text({ state: old, latch: latchOf(old) });
      return { title: column.title, text, isChanged };
    });
  });
}

/** Who sent what pends there, by the ghost. */
function latchOf({ latched, latchCarriesUnknown }: TraceState): LatchContent {
  if (!latched) return "empty";
  return latchCarriesUnknown ? "unknown" : "known";
}
