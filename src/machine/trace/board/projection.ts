import { at } from "../../../../spec/language.js";
import {
  type BoardTrace,
  type BoardTraceEvent,
  type CpuTrace,
  TRACE_SCHEMA,
  type TraceEvent,
  type TraceState,
} from "../schema.js";
import type { SlotName } from "../slot.js";
import type { Others } from "../story.js";

/** What happened to one CPU of several, as a behaviour of its own. */
export interface Projection {
  readonly trace: CpuTrace;
  /** The number of each of its events in the whole trace, counted from 1. */
  readonly numbers: readonly number[];
  /** What the other CPUs do to this one. */
  readonly others: Others;
}

/**
 * What a trace of several CPUs tells of one of them: its own steps, and what came to it from
 * outside. What other CPUs did is in the states alone.
 */
export function projectionOn(trace: BoardTrace, cpu: number): Projection {
  const events: TraceEvent[] = [];
  const numbers: number[] = [];
  const befores: TraceState[] = [];
  let before = at(trace.initial.cpus, cpu);
  for (const [index, event] of trace.events.entries()) {
    const own = eventOn(trace, event, cpu);
    const here = before;
    before = at(event.state.cpus, cpu);
    if (own === null) continue;
    befores.push(here);
    events.push(own);
    numbers.push(index + 1);
  }
  const { initial, schema: _, loop, ...head } = trace;
  const cycle =
    loop === undefined ? {} : { loop: numbers.filter((number) => number <= loop).length };
  return {
    trace: { ...head, ...cycle, schema: TRACE_SCHEMA, initial: at(initial.cpus, cpu), events },
    numbers,
    others: { shared: sharedSlot(trace), befores },
  };
}

/** The axis that says to which CPUs an edge from outside goes; the boot CPU gets it always. */
const ROUTING = {
  external: "nmi-routing",
  portError: "serr-routing",
  shared: "shared-source",
} as const;

/** The slot of the source that all CPUs share; null where none do. */
function sharedSlot({ platform, axes }: BoardTrace): SlotName | null {
  if (axes[ROUTING.shared] === undefined) return null;
  return { handler: platform.chain.length - 1, slot: 0 };
}

type OwnStep = Exclude<
  BoardTraceEvent,
  { readonly event: "external" | "portError" | "shared" | "summonAll" | "crash" }
>;

/** A step of the CPU that is looked at. */
function ownStep(event: OwnStep, state: TraceState): TraceEvent | null {
  switch (event.event) {
    case "raise": {
      const { handler, slot } = event;
      return { event: "raise", handler, slot, cpu: 0, state };
    }
    case "execute":
      return { event: "execute", place: event.place, cpu: 0, state };
    case "decide":
      return { event: "decide", shows: event.shows, cpu: 0, state };
    case "enter":
    case "lock":
      return null;
    default:
      return { event: event.event, cpu: 0, state };
  }
}

/** What an event is on a CPU; null where it is another CPU's, or one that no CPU has alone. */
function eventOn(
  { platform, axes }: BoardTrace,
  event: BoardTraceEvent,
  cpu: number,
): TraceEvent | null {
  const state = at(event.state.cpus, cpu);
  switch (event.event) {
    case "external":
    case "portError":
    case "shared": {
      if (cpu > 0 && axes[ROUTING[event.event]] !== "all") return null;
      if (event.event === "external") return { event: "external", cpu: 0, state };
      if (event.event === "portError") {
        return { event: "portError", cause: event.cause, cpu: 0, state };
      }
      return { event: "raise", handler: platform.chain.length - 1, slot: 0, cpu: 0, state };
    }
    case "summonAll":
      return { event: "summon", cpu: 0, state };
    case "crash":
      return event.cpu === cpu ? null : { event: "summon", cpu: 0, state };
    default:
      return event.cpu === cpu ? ownStep(event, state) : null;
  }
}
