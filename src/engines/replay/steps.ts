import { isDeepStrictEqual } from "node:util";
import type { Axes } from "../../../spec/cpu/axes.js";
import { axisTexts } from "../../machine/configuration/axes-text.js";
import { readAxes } from "../../machine/configuration/named-axes.js";
import { modelEvent } from "../../machine/trace/event.js";
import type { NmiShown, TraceEvent, TraceState } from "../../machine/trace/schema.js";
import {
  type Arrival,
  type EngineCall,
  type Expected,
  type ExpectedState,
  setupCall,
} from "../engine.js";
import { observedTraceState } from "../observed.js";
import {
  type Behaviour,
  type CpuBehaviour,
  isMemoryShown,
  isOnBoard,
  type ReplayStep,
  withoutMemory,
} from "./behaviour.js";
import { endingOf } from "./board-calls.js";
import { boardSteps } from "./board-steps.js";
import { arrivalOf, outsideCalls } from "./calls.js";
import { outOfOrder, tooManyArrivals } from "./diagnostics.js";

/** A request line holds about 1 MiB, an arrival about 55 characters. */
const MOST_ARRIVALS = 16_000;

/** An NMI of the trace between *deliver* and *decide*. */
interface Open {
  readonly arrivals: Arrival[];
  /** Runs of the handlers that have ended; there are more than one when NMIs nest. */
  readonly runs: NmiShown[];
  /** Of the present run. */
  polls: number;
}

const START = { rip: 1, lastNmiRip: null, pending: false };

/** Whether `setup` alone leads to this state: on a machine with axes nothing of them has happened. */
function isStart({
  active,
  rip,
  lastNmiRip,
  swallowNmi,
  pending,
  ...ofAxes
}: ExpectedState): boolean {
  return (
    isDeepStrictEqual({ rip, lastNmiRip, pending }, START) &&
    swallowNmi !== true &&
    !active.flat().includes(true) &&
    !Object.values(ofAxes).includes(true)
  );
}

/** Follows a behaviour event by event. */
class Walk {
  readonly #behaviour: CpuBehaviour;
  readonly #setUp: string;
  readonly #axes: Axes | null;
  readonly #observed: (state: TraceState) => ExpectedState;
  /** The state after the last event outside an NMI, or after the last NMI. */
  #settled: TraceState;
  #number = 0;
  #nmi = 1;
  #open: Open | undefined;

  constructor(behaviour: CpuBehaviour, setUp: string) {
    this.#behaviour = behaviour;
    this.#setUp = setUp;
    this.#settled = behaviour.initial;
    this.#axes = axesOf(behaviour);
    const observed = observedTraceState(this.#axes);
    this.#observed = isMemoryShown(behaviour)
      ? observed
      : (state) => withoutMemory(observed(state));
  }

  step(call: EngineCall, expected: Expected, shows: NmiShown | null = null): ReplayStep {
    return { call, expected, event: this.#number, shows, withinNmi: this.#open !== undefined };
  }

  setup(): ReplayStep {
    const { platform, axes } = this.#behaviour;
    return this.step(setupCall(this.#setUp, platform, axes), { kind: "done" });
  }

  first(): ReplayStep | null {
    const { initial } = this.#behaviour;
    if (initial.position.at !== "run") throw outOfOrder(0, "the trace begins within an NMI");
    const state = this.#observed(initial);
    if (isStart(state)) return null;
    return this.step({ op: "state", set: state }, { kind: "state", state });
  }

  /** The calls that an event makes: none where it is part of an NMI that goes on. */
  take(event: TraceEvent): readonly ReplayStep[] {
    this.#number++;
    const open = this.#open;
    switch (event.event) {
      case "deliver":
        if (open !== undefined) throw outOfOrder(this.#number, "the NMI before it has not ended");
        this.#open = { arrivals: [], runs: [], polls: 0 };
        return [];
      case "poll":
        if (open === undefined) throw outOfOrder(this.#number, "it is a poll outside an NMI");
        open.polls++;
        return [];
      case "decide":
        if (open === undefined) throw outOfOrder(this.#number, "it is a decision outside an NMI");
        return this.#decide(event, open);
      case "execute":
      case "touch":
      case "runGuest":
      case "lapse":
        if (open !== undefined) throw outOfOrder(this.#number, "the CPU executes within an NMI");
        return this.#outside(event);
      case "fault":
      case "nest":
        if (open === undefined) throw outOfOrder(this.#number, "it nests outside an NMI");
        return this.#arrives(event, open);
      default:
        return open === undefined ? this.#outside(event) : this.#arrives(event, open);
    }
  }

  last(): ReplayStep {
    return this.step({ op: "state" }, { kind: "state", state: this.#observed(this.#settled) });
  }

  #arrives(event: TraceEvent, open: Open): readonly ReplayStep[] {
    if (open.arrivals.length === MOST_ARRIVALS) throw tooManyArrivals(this.#nmi, MOST_ARRIVALS);
    open.arrivals.push(arrivalOf(modelEvent(event), open.polls, open.runs.length));
    return [];
  }

  #decide(
    event: Extract<TraceEvent, { readonly event: "decide" }>,
    open: Open,
  ): readonly ReplayStep[] {
    this.#nmi++;
    open.runs.push(event.shows);
    open.polls = 0;
    // An NMI nested: the handlers run once more, in the same call to the engine.
    if (event.state.position.at !== "run") return [];
    this.#open = undefined;
    this.#settled = event.state;
    const [shows = event.shows, ...reruns] = open.runs;
    const expected: Expected = {
      kind: "nmi",
      ...endingOf(shows),
      ...(reruns.length > 0 && { reruns: reruns.map(endingOf) }),
      state: this.#observed(event.state),
    };
    const call = { op: "nmi", cpu: event.cpu, arrivals: open.arrivals } as const;
    const step = this.step(call, expected, shows);
    return [reruns.length === 0 ? step : { ...step, reruns }];
  }

  #outside(event: TraceEvent): readonly ReplayStep[] {
    this.#settled = event.state;
    return outsideCalls(modelEvent(event), this.#axes ?? undefined).map((call) =>
      // A trace of another CPU is for the engine to refuse.
      this.step("cpu" in call ? { ...call, cpu: event.cpu } : call, { kind: "done" }),
    );
  }
}

function axesOf({ axes }: CpuBehaviour): Axes | null {
  if (axes === undefined) return null;
  return readAxes(axisTexts(axes)).machine;
}

function* beginning(walk: Walk): Generator<ReplayStep> {
  const first = walk.first();
  yield walk.setup();
  if (first !== null) yield first;
}

function* stepsOf(walk: Walk, events: Iterable<TraceEvent>): Generator<ReplayStep> {
  yield* beginning(walk);
  for (const event of events) yield* walk.take(event);
  yield walk.last();
}

async function* stepsOfStream(
  walk: Walk,
  events: AsyncIterable<TraceEvent>,
): AsyncGenerator<ReplayStep> {
  yield* beginning(walk);
  for await (const event of events) yield* walk.take(event);
  yield walk.last();
}

/**
 * The calls that make an engine go the way of a behaviour. From *deliver* to *decide* it is one
 * `nmi`, with what happens in between as its arrivals; an NMI that has not ended when the behaviour
 * does is not taken. At the end the engine is asked for its state.
 *
 * @param setUp the policy that the engine is set up with, where it plays a user's by another name
 * @throws Diagnostic `replay/out-of-order` or `replay/too-many-arrivals`, while it is iterated
 */
export function replaySteps(
  behaviour: Behaviour,
  setUp = behaviour.policy.name,
): Iterable<ReplayStep> | AsyncIterable<ReplayStep> {
  if (isOnBoard(behaviour)) return boardSteps(behaviour, setUp);
  const { events } = behaviour;
  const walk = new Walk(behaviour, setUp);
  return Symbol.asyncIterator in events ? stepsOfStream(walk, events) : stepsOf(walk, events);
}
