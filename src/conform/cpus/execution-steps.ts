import type { SmpConfig, SmpState } from "../../../spec/board/state.js";
import { at } from "../../../spec/language.js";
import type { Answer, EngineCall } from "../../engine/engine.js";
import { observedCpu, observedPosition, smpEnding } from "../../engine/observed-cpu.js";
import type { SmpEvent } from "../../explore/smp-model.js";
import { claimedSlot } from "../../trace/slot.js";

/** One call of an execution on several CPUs and what the model expects as its answer. */
export interface SmpCall {
  readonly call: EngineCall;
  readonly expected: Answer;
  /** How many events have happened when this is answered. */
  readonly happened: number;
}

/** An event, and the states of the model before and after it. */
export interface SmpStep {
  readonly event: SmpEvent;
  readonly before: SmpState<unknown>;
  readonly after: SmpState<unknown>;
}

const DONE: Answer = { kind: "done" };

/**
 * The calls of an execution: each CPU is put into its state at the beginning, where none is in NMI
 * context, then everything happens event by event, and the state of each CPU that is outside of NMI
 * context then is asked for at the end.
 */
export function* smpCalls(
  config: SmpConfig<unknown>,
  first: SmpState<unknown>,
  steps: Iterable<SmpStep>,
): Generator<SmpCall> {
  yield { call: { op: "reset" }, expected: DONE, happened: 0 };
  for (const cpu of first.cpus.keys()) {
    const set = observedCpu(config.board, first, cpu);
    yield { call: { op: "state", cpu, set }, expected: stateOf(config, first, cpu), happened: 0 };
  }
  const claimed = first.cpus.map(() => config.platform.chain.map(() => 0));
  let happened = 0;
  let last = first;
  for (const step of steps) {
    happened++;
    last = step.after;
    for (const [call, expected] of callsOf(config, step, claimed)) {
      yield { call, expected, happened };
    }
  }
  for (const [cpu, { position }] of last.cpus.entries()) {
    // Between its last poll and its decision a kernel may arm already.
    if (position.at !== "run") continue;
    yield { call: { op: "state", cpu }, expected: stateOf(config, last, cpu), happened };
  }
}

function stateOf(config: SmpConfig<unknown>, state: SmpState<unknown>, cpu: number): Answer {
  return { kind: "state", state: observedCpu(config.board, state, cpu) };
}

/** The calls that make an event happen. @param claimed what each handler of each CPU has claimed */
function callsOf(
  config: SmpConfig<unknown>,
  { event, before, after }: SmpStep,
  claimed: number[][],
): readonly (readonly [EngineCall, Answer])[] {
  const { platform, board } = config;
  switch (event.name) {
    case "raiseOn":
      return [[{ op: "raise", ...event.parameters }, DONE]];
    case "sharedEvent":
      return [[{ op: "raise", cpu: 0, handler: platform.chain.length - 1, slot: 0 }, DONE]];
    case "externalEdge": {
      const cpus = board.externalTo === "boot" ? [0] : before.cpus.map((_, cpu) => cpu);
      return cpus.map((cpu) => [{ op: "external", cpu }, DONE] as const);
    }
    case "systemError": {
      const error = [{ op: "external", cpu: 0, source: "serr" }, DONE] as const;
      const others =
        board.portTo === "boot" ? [] : before.cpus.slice(1).map((_, index) => index + 1);
      return [error, ...others.map((cpu) => [{ op: "external", cpu }, DONE] as const)];
    }
    case "executeOn": {
      const { cpu, place } = event.parameters;
      return [[{ op: "execute", cpu, rip: place }, DONE]];
    }
    case "deliverOn": {
      const { cpu } = event.parameters;
      claimed[cpu] = platform.chain.map(() => 0);
      return [[{ op: "deliver", cpu }, positionOf(config, after, cpu)]];
    }
    case "enterShared": {
      const { cpu } = event.parameters;
      return [[{ op: "enter", cpu }, positionOf(config, after, cpu)]];
    }
    case "lockPort": {
      const { cpu } = event.parameters;
      return [[{ op: "lock", cpu }, positionOf(config, after, cpu)]];
    }
    case "pollOn": {
      const { cpu } = event.parameters;
      const slot = claimedSlot("poll", at(before.cpus, cpu));
      const counts = at(claimed, cpu);
      if (slot !== null) counts[slot.handler] = at(counts, slot.handler) + 1;
      return [[{ op: "poll", cpu }, positionOf(config, after, cpu)]];
    }
    case "ioCheck":
    case "ownEventOn":
    case "touchOn":
    case "faultOn":
    case "nestOn":
      throw new Error(`an engine of several CPUs is not asked for ${event.name}`);
    case "decideOn": {
      const { cpu } = event.parameters;
      const ended = { ...smpEnding(before, after, cpu), claimed: at(claimed, cpu) };
      const state = observedCpu(board, after, cpu);
      return [
        [
          { op: "decide", cpu },
          { kind: "nmi", ...ended, state },
        ],
      ];
    }
  }
}

function positionOf(config: SmpConfig<unknown>, state: SmpState<unknown>, cpu: number): Answer {
  return { kind: "position", position: observedPosition(config, state, cpu) };
}
