import { NoSpurious } from "../cpu/properties.js";
import type { Config, Hardware, Kernel, State } from "../cpu/state.js";
import { emptyPending, emptySecond, emptyWalk, nextEmpty } from "./excuses.js";
import { GreedyHasClaimed } from "./unclaimed.js";
import { SlotOfHandler } from "./walk.js";

/** The memory of the policies that arm when an NMI has claimed more than one event. */
interface Memory {
  readonly swallowNmi: boolean;
}

/** The NMI in progress was taken where the CPU still is: nothing executes meanwhile. */
export function TakenHere<Kept>(config: Config<Kept>, state: Hardware & Kernel<Kept>): boolean {
  return config.platform.shadow || state.position.at === "run" || state.rip === state.lastNmiRip;
}

/** The policy swallows an empty NMI that pends, or it is excused otherwise. */
export function EmptyPendingExcused(config: Config<Memory>, state: State<Memory>): boolean {
  return emptyPending(
    config,
    state,
    state.policyMemory.swallowNmi && state.rip === state.lastNmiRip,
  );
}

/** The policy swallows the NMI in progress if it is empty, or it is excused otherwise. */
export function EmptyWalkExcused(config: Config<Memory>, state: State<Memory>): boolean {
  return emptyWalk(config, state, state.policyMemory.swallowNmi && state.backToBack);
}

/** The policy is armed for an empty NMI behind the one in progress, or it is excused otherwise. */
export function NextEmptyExcused(config: Config<Memory>, state: State<Memory>): boolean {
  return nextEmpty(config, state, state.policyMemory.swallowNmi);
}

/** The policy is armed for an empty NMI behind another that pends, or it is excused otherwise. */
export function SecondEmptyExcused(config: Config<Memory>, state: State<Memory>): boolean {
  return emptySecond(
    config,
    state,
    state.policyMemory.swallowNmi && state.rip === state.lastNmiRip,
  );
}

/**
 * Why no NMI is reported for nothing under a policy that swallows in a row after more than one event
 * was claimed.
 */
export const noSpurious = {
  SlotOfHandler,
  TakenHere,
  GreedyHasClaimed,
  EmptyPendingExcused,
  EmptyWalkExcused,
  NextEmptyExcused,
  SecondEmptyExcused,
  NoSpurious,
};
