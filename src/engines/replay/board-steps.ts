import { axesOfRecord } from "../../machine/configuration/axes-record.js";
import { smpEvent } from "../../machine/trace/board/event.js";
import { boardSetupCall, type Expected } from "../engine.js";
import { type BoardBehaviour, isMemoryShown, type ReplayStep, withoutMemory } from "./behaviour.js";
import { type SmpStep, stepCalls } from "./board-calls.js";

/**
 * The calls that make an engine go the way of a behaviour of several CPUs, event by event. At the end
 * the engine is asked for the state of each CPU that is outside of NMI context.
 *
 * @param setUp the policy that the engine is set up with
 */
export function* boardSteps(behaviour: BoardBehaviour, setUp: string): Generator<ReplayStep> {
  const { platform, axes, initial } = behaviour;
  const named = axesOfRecord(axes);
  if (named === undefined || named.board === null) throw new Error("the axes are of one CPU");
  const config = { platform, board: named.board, axes: named.machine };
  const call = boardSetupCall(setUp, platform, named.board, axes);
  yield { call, expected: { kind: "done" }, event: 0, shows: null, withinNmi: false };
  const isShown = isMemoryShown(behaviour);
  let within = false;
  for (const { call, expected, happened, shows } of stepCalls(config, initial, taken(behaviour))) {
    within = behaviour.events[happened - 1]?.state.cpus.some(isWithinNmi) === true;
    yield {
      call,
      expected: isShown ? expected : withoutMemoryOf(expected),
      event: happened,
      shows,
      withinNmi: within,
    };
  }
}

function isWithinNmi({ position }: BoardBehaviour["initial"]["cpus"][number]): boolean {
  return position.at !== "run";
}

/** The events of the behaviour, with the states before and after each. */
function* taken({ initial, events }: BoardBehaviour): Generator<SmpStep> {
  let before = initial;
  for (const event of events) {
    const shows = event.event === "decide" ? event.shows : null;
    yield { event: smpEvent(event), before, after: event.state, shows };
    before = event.state;
  }
}

function withoutMemoryOf(expected: Expected): Expected {
  if (expected.kind !== "nmi" && expected.kind !== "state") return expected;
  const { state } = expected;
  if (expected.kind === "state") return { kind: "state", state: withoutMemory(expected.state) };
  return state === undefined ? expected : { ...expected, state: withoutMemory(state) };
}
