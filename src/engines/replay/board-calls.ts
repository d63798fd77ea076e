import { staysInFront } from "../../../spec/board/standstill.js";
import type { SmpConfig, SmpState } from "../../../spec/board/state.js";
import type { SmpEvent } from "../../machine/model/smp-model.js";
import type { NmiShown } from "../../machine/trace/schema.js";
import { type Answer, type EngineCall, type Expected, refuse } from "../engine.js";
import { guestCalls } from "../kvm-host.js";
import { type ObservedBoard, observedCpu, observedPosition } from "../observed-cpu.js";

/** One call of an execution on several CPUs and what the model expects as its answer. */
export interface SmpCall {
  readonly call: EngineCall;
  readonly expected: Answer;
  /** How many events have happened when this is answered. */
  readonly happened: number;
  /** What the NMI must show, when its decision is what is called. */
  readonly shows: NmiShown | null;
}

/** An event, and the states of the model before and after it. */
export interface SmpStep {
  readonly event: SmpEvent;
  readonly before: SmpState<unknown>;
  readonly after: SmpState<unknown>;
  /** What is to be seen of the NMI that ended with it. */
  readonly shows: NmiShown | null;
}

const DONE: Answer = { kind: "done" };

/**
 * The calls of an execution: each CPU is put into its state at the beginning, where none is in NMI
 * context, then everything happens event by event, and the state of each CPU that is outside of NMI
 * context then, or in a handler in front of the chains, is asked for at the end. One that comes to such a
 * handler and has to stay there is told to go on, which it must refuse.
 */
export function* smpCalls(
  config: SmpConfig<unknown>,
  first: SmpState<unknown>,
  steps: Iterable<SmpStep>,
): Generator<SmpCall> {
  const start = { happened: 0, shows: null };
  yield { call: { op: "reset" }, expected: DONE, ...start };
  // What else a crash does is undone by the states that follow.
  if (first.crashing !== null) {
    yield { call: { op: "crash", cpu: first.crashing }, expected: DONE, ...start };
  }
  for (const cpu of first.cpus.keys()) {
    const set = observedCpu(config, first, cpu);
    yield { call: { op: "state", cpu, set }, expected: stateOf(config, first, cpu), ...start };
  }
  yield* callsAlong(config, first, steps, (step) => waitingCalls(config, step));
}

/** The calls of an execution that begins where the machine is. */
export function stepCalls(
  board: ObservedBoard,
  first: SmpState<unknown>,
  steps: Iterable<SmpStep>,
): Generator<SmpCall> {
  return callsAlong(board, first, steps, () => []);
}

function* callsAlong(
  board: ObservedBoard,
  first: SmpState<unknown>,
  steps: Iterable<SmpStep>,
  besides: (step: SmpStep) => readonly (readonly [EngineCall, Answer])[],
): Generator<SmpCall> {
  let happened = 0;
  let last = first;
  for (const step of steps) {
    happened++;
    last = step.after;
    for (const [call, expected] of callsOf(board, step)) {
      yield { call, expected, happened, shows: call.op === "decide" ? step.shows : null };
    }
    for (const [call, expected] of besides(step)) yield { call, expected, happened, shows: null };
  }
  for (const [cpu, { position, inFront }] of last.cpus.entries()) {
    // Between its last poll and its decision a kernel may arm already: not where it polled nothing.
    if (position.at !== "run" && !inFront) continue;
    const expected = stateOf(board, last, cpu);
    yield { call: { op: "state", cpu }, expected, happened, shows: null };
  }
}

/** A CPU that has come to a handler in front, and has to stay there, does not end its NMI. */
function waitingCalls(
  config: SmpConfig<unknown>,
  { before, after }: SmpStep,
): readonly (readonly [EngineCall, Answer])[] {
  return [...after.cpus.keys()]
    .filter((cpu) => staysInFront(config, after, cpu) && !staysInFront(config, before, cpu))
    .map(
      (cpu) => [{ op: "decide", cpu }, refuse("order", "the CPU has to stay in front")] as const,
    );
}

function stateOf(board: ObservedBoard, state: SmpState<unknown>, cpu: number): Answer {
  return { kind: "state", state: observedCpu(board, state, cpu) };
}

/** The calls that make an event happen. */
function callsOf(
  config: ObservedBoard,
  { event, before, after, shows }: SmpStep,
): readonly (readonly [EngineCall, Answer])[] {
  const { platform, board } = config;
  const others = before.cpus.slice(1).map((_, index) => index + 1);
  const port = (source: "serr" | "iochk"): readonly (readonly [EngineCall, Answer])[] => [
    [{ op: "external", cpu: 0, source }, DONE],
    ...(board.portTo === "all" ? others : []).map(
      (cpu) => [{ op: "external", cpu }, DONE] as const,
    ),
  ];
  switch (event.name) {
    case "raiseOn":
      return [[{ op: "raise", ...event.parameters }, DONE]];
    case "sharedEvent":
      return [[{ op: "raise", cpu: 0, handler: platform.chain.length - 1, slot: 0 }, DONE]];
    case "externalEdge": {
      const cpus = board.externalTo === "boot" ? [0] : [0, ...others];
      return cpus.map((cpu) => [{ op: "external", cpu }, DONE] as const);
    }
    case "systemError":
      return port("serr");
    case "ioCheck":
      return port("iochk");
    case "executeOn": {
      const { cpu, place } = event.parameters;
      return [[{ op: "execute", cpu, rip: place }, DONE]];
    }
    case "ownEventOn":
      return [[{ op: "external", ...event.parameters, source: "own" }, DONE]];
    case "summonAll":
      return [[{ op: "external", cpu: 0, source: "summons" }, DONE]];
    case "crashOn":
      return [[{ op: "crash", ...event.parameters }, DONE]];
    case "reinjectOn":
      return [[{ op: "external", ...event.parameters }, DONE]];
    case "touchOn":
      return [[{ op: "touch", ...event.parameters }, DONE]];
    case "runGuestOn":
      return guestCalls(event.parameters.cpu, config.axes).map((call) => [call, DONE] as const);
    case "vanishOn":
      return [[{ op: "vanish", ...event.parameters }, DONE]];
    case "arriveOn":
      return [[{ op: "arrive", ...event.parameters }, DONE]];
    case "lapseOn":
      return [[{ op: "lapse", ...event.parameters }, DONE]];
    case "faultOn":
      return [[{ op: "fault", ...event.parameters }, DONE]];
    case "nestOn":
      return [[{ op: "nest", ...event.parameters }, DONE]];
    case "deliverOn":
    case "pollOn":
    case "enterShared":
    case "lockPort": {
      const { cpu } = event.parameters;
      const position = observedPosition(config, after, cpu);
      return [
        [
          { op: STEPS[event.name], cpu },
          { kind: "position", position },
        ],
      ];
    }
    case "decideOn": {
      if (shows === null) throw new Error("a decision shows how its NMI ends");
      const { cpu } = event.parameters;
      const state = observedCpu(config, after, cpu);
      return [
        [
          { op: "decide", cpu },
          { kind: "nmi", ...endingOf(shows), state },
        ],
      ];
    }
  }
}

const STEPS = {
  deliverOn: "deliver",
  pollOn: "poll",
  enterShared: "enter",
  lockPort: "lock",
} as const;

/** What an engine tells of one run of the handlers. */
export function endingOf({
  claimed,
  outcome,
  claimedUnknown,
  reason,
}: NmiShown): Pick<
  Extract<Expected, { readonly kind: "nmi" }>,
  "claimed" | "outcome" | "claimedUnknown" | "reason"
> {
  return {
    claimed,
    outcome,
    ...(claimedUnknown !== undefined && { claimedUnknown }),
    ...(reason !== undefined && { reason }),
  };
}
