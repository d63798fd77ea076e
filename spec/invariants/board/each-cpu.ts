import type { SmpConfig, SmpState } from "../../board/state.js";
import { GreedyHasClaimed, UnknownHasBit } from "../unclaimed.js";
import { SlotOfHandler } from "../walk.js";

/** On each CPU the walk is at a slot that its handler has. */
export function SlotsOfHandlers<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
): boolean {
  return state.cpus.every((cpu) => SlotOfHandler(config, cpu));
}

/** On each CPU a handler 0 that claims whatever comes has claimed it, once the walk is past it. */
export function GreedyHaveClaimed<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
): boolean {
  return state.cpus.every((cpu) => GreedyHasClaimed(config, cpu));
}

/** On each CPU, where NMIs come with their sources, an unknown edge has its bit. */
export function UnknownsHaveBits<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
): boolean {
  return state.cpus.every((cpu) => UnknownHasBit(config, cpu));
}
