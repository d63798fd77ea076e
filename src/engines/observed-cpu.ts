import type { SmpConfig, SmpState } from "../../spec/board/state.js";
import { at } from "../../spec/language.js";
import { observedPathState } from "./observed.js";
import type { EnginePosition, EngineState } from "./protocol.js";

/** What of the parameters of several CPUs an engine's answers depend on. */
export type ObservedBoard = Pick<SmpConfig<unknown>, "board" | "platform" | "axes">;

/** What one CPU of several and the kernel there hold, as an engine tells it. */
export function observedCpu(
  { axes }: ObservedBoard,
  state: SmpState<unknown>,
  cpu: number,
): EngineState {
  return observedPathState(axes, at(state.cpus, cpu));
}

/** Where one CPU of several is, as an engine tells it. */
export function observedPosition(
  { board, platform }: ObservedBoard,
  state: SmpState<unknown>,
  cpu: number,
): EnginePosition {
  const { position } = at(state.cpus, cpu);
  if (position.at === "decide" && state.reader === cpu) return { at: "port" };
  if (position.at !== "polling") return position;
  const { handler, slot } = position;
  const isExclusive =
    board.sharedTo !== "none" &&
    board.sharedLock === "skip" &&
    handler + 1 === platform.chain.length &&
    slot === 0;
  return isExclusive && state.holder !== cpu ? { at: "enter", handler } : position;
}
