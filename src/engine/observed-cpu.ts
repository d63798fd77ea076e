import { asksForShared } from "../../spec/board/machine.js";
import type { Board, SmpConfig, SmpState } from "../../spec/board/state.js";
import { at } from "../../spec/language.js";
import { type RunEnding, shownOutcome } from "../trace/ending.js";
import { observedState } from "./observed.js";
import type { EnginePosition, EngineState } from "./protocol.js";

/** What one CPU of several and the kernel there hold, as an engine tells it. */
export function observedCpu(board: Board, state: SmpState<unknown>, cpu: number): EngineState {
  const own = observedState(at(state.cpus, cpu));
  if (board.portTo === "none") return own;
  const { serr } = at(state.cpus, cpu);
  return { ...own, serr, iochk: false, serrOff: false, iochkOff: false };
}

/** Where one CPU of several is, as an engine tells it. */
export function observedPosition(
  config: SmpConfig<unknown>,
  state: SmpState<unknown>,
  cpu: number,
): EnginePosition {
  const { position } = at(state.cpus, cpu);
  if (position.at === "decide" && state.reader === cpu) return { at: "port" };
  return position.at === "polling" && asksForShared(config, state, cpu)
    ? { at: "enter", handler: position.handler }
    : position;
}

/** How an NMI of one CPU of several ended, with the states before and after its *decideOn*. */
export function smpEnding(
  before: SmpState<unknown>,
  after: SmpState<unknown>,
  cpu: number,
): RunEnding {
  const { outcome, elsewhere } = at(after.cpus, cpu);
  if (elsewhere === "external" && at(before.cpus, cpu).serr)
    return { outcome: "external", reason: "serr" };
  if (outcome === null) throw new Error("a decision has an outcome");
  return { outcome: shownOutcome(outcome) };
}
