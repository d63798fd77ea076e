import { isDeepStrictEqual } from "node:util";
import { type Answer, type Arrival, type EngineCall, setupCall } from "../engine/engine.js";
import { observedState } from "../engine/observed.js";
import type { NmiShown, Trace, TraceEvent, TraceState } from "../trace/schema.js";
import { outOfOrder, tooManyArrivals } from "./faults.js";

/** What of a trace is replayed; the events may come one by one, from a source of any length. */
export interface Behaviour extends Pick<Trace, "policy" | "platform" | "initial"> {
  readonly events: Iterable<TraceEvent> | AsyncIterable<TraceEvent>;
}

/** One call to the engine and what the model expects as its answer. */
export interface ReplayStep {
  readonly call: EngineCall;
  readonly expected: Answer;
  /** The event of the trace that ends with this call, counted from 1; 0 before the first. */
  readonly event: number;
  /** What the NMI must show, when the call is one. */
  readonly shows: NmiShown | null;
  /** Whether an NMI of the trace has begun and not ended; only at the last step. */
  readonly withinNmi: boolean;
}

/** A request line holds about 1 MiB, an arrival about 55 characters. */
const MOST_ARRIVALS = 16_000;

/** An NMI of the trace between *deliver* and *decide*. */
interface Open {
  readonly arrivals: Arrival[];
  polls: number;
}

type Edge = Extract<TraceEvent, { readonly event: "raise" | "external" }>;
type Outside = Extract<TraceEvent, { readonly event: "raise" | "external" | "execute" }>;

function arrivalOf(event: Edge, before: number): Arrival {
  if (event.event === "external") return { before, event: "external" };
  return { before, event: "raise", handler: event.handler, slot: event.slot };
}

function outsideCall(event: Outside): EngineCall {
  const { cpu } = event;
  switch (event.event) {
    case "raise":
      return { op: "raise", cpu, handler: event.handler, slot: event.slot };
    case "external":
      return { op: "external", cpu };
    case "execute":
      return { op: "execute", cpu, rip: event.place };
  }
}

const START = { rip: 1, lastNmiRip: null, swallowNmi: false, pending: false };

/** Whether `setup` alone leads to this state. */
function isStart(state: TraceState): boolean {
  const { active, ...rest } = observedState(state);
  return isDeepStrictEqual(rest, START) && !active.flat().includes(true);
}

/** Follows a behaviour event by event. */
class Walk {
  readonly #initial: TraceState;
  /** The state after the last event outside an NMI, or after the last NMI. */
  #settled: TraceState;
  #number = 0;
  #nmi = 1;
  #open: Open | undefined;

  constructor(initial: TraceState) {
    this.#initial = initial;
    this.#settled = initial;
  }

  step(call: EngineCall, expected: Answer, shows: NmiShown | null = null): ReplayStep {
    return { call, expected, event: this.#number, shows, withinNmi: this.#open !== undefined };
  }

  first(): ReplayStep | null {
    if (this.#initial.position.at !== "run") throw outOfOrder(0, "the trace begins within an NMI");
    if (isStart(this.#initial)) return null;
    const state = observedState(this.#initial);
    return this.step({ op: "state", set: state }, { kind: "state", state });
  }

  /** The call that an event makes, or null where it is part of an NMI that goes on. */
  take(event: TraceEvent): ReplayStep | null {
    this.#number++;
    const open = this.#open;
    switch (event.event) {
      case "deliver":
        if (open !== undefined) throw outOfOrder(this.#number, "the NMI before it has not ended");
        this.#open = { arrivals: [], polls: 0 };
        return null;
      case "poll":
        if (open === undefined) throw outOfOrder(this.#number, "it is a poll outside an NMI");
        open.polls++;
        return null;
      case "decide":
        if (open === undefined) throw outOfOrder(this.#number, "it is a decision outside an NMI");
        return this.#decide(event, open);
      case "execute":
        if (open !== undefined) throw outOfOrder(this.#number, "the CPU executes within an NMI");
        return this.#outside(event);
      default:
        if (open === undefined) return this.#outside(event);
        if (open.arrivals.length === MOST_ARRIVALS) throw tooManyArrivals(this.#nmi, MOST_ARRIVALS);
        open.arrivals.push(arrivalOf(event, open.polls));
        return null;
    }
  }

  last(): ReplayStep {
    return this.step({ op: "state" }, { kind: "state", state: observedState(this.#settled) });
  }

  #decide(event: Extract<TraceEvent, { readonly event: "decide" }>, open: Open): ReplayStep {
    this.#open = undefined;
    this.#settled = event.state;
    this.#nmi++;
    const { claimed, outcome } = event.shows;
    const expected: Answer = { kind: "nmi", claimed, outcome, state: observedState(event.state) };
    return this.step({ op: "nmi", cpu: event.cpu, arrivals: open.arrivals }, expected, event.shows);
  }

  #outside(event: Outside): ReplayStep {
    this.#settled = event.state;
    return this.step(outsideCall(event), { kind: "done" });
  }
}

function* beginning(walk: Walk, behaviour: Behaviour): Generator<ReplayStep> {
  const first = walk.first();
  yield walk.step(setupCall(behaviour.policy.name, behaviour.platform), { kind: "done" });
  if (first !== null) yield first;
}

function* stepsOf(behaviour: Behaviour, events: Iterable<TraceEvent>): Generator<ReplayStep> {
  const walk = new Walk(behaviour.initial);
  yield* beginning(walk, behaviour);
  for (const event of events) {
    const step = walk.take(event);
    if (step !== null) yield step;
  }
  yield walk.last();
}

async function* stepsOfStream(
  behaviour: Behaviour,
  events: AsyncIterable<TraceEvent>,
): AsyncGenerator<ReplayStep> {
  const walk = new Walk(behaviour.initial);
  yield* beginning(walk, behaviour);
  for await (const event of events) {
    const step = walk.take(event);
    if (step !== null) yield step;
  }
  yield walk.last();
}

/**
 * The calls that make an engine go the way of a behaviour. From *deliver* to *decide* it is one
 * `nmi`, with what happens in between as its arrivals; an NMI that has not ended when the behaviour
 * does is not taken. At the end the engine is asked for its state.
 *
 * @throws Fault `replay/out-of-order` or `replay/too-many-arrivals`, while it is iterated
 */
export function replaySteps(
  behaviour: Behaviour,
): Iterable<ReplayStep> | AsyncIterable<ReplayStep> {
  const { events } = behaviour;
  return Symbol.asyncIterator in events
    ? stepsOfStream(behaviour, events)
    : stepsOf(behaviour, events);
}
