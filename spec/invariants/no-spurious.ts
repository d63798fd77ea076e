import { NoSpurious } from "../cpu/properties.js";
import type { Hardware, Kernel, State } from "../cpu/state.js";
import { SlotOfHandler, someAhead, someLeftBehind, twoAhead } from "./walk.js";

/** The memory of the policies that arm when an NMI has claimed more than one event. */
interface Memory {
  readonly swallowNmi: boolean;
}

/** The NMI in progress was taken where the CPU still is: nothing executes meanwhile. */
export function TakenHere(state: Hardware & Kernel<Memory>): boolean {
  return state.position.at === "run" || state.rip === state.lastNmiRip;
}

/**
 * An NMI pends of whose edges none is unknown, and no slot is active: all its events have been
 * claimed. The policy swallows it, or its report makes up for a loss.
 */
export function EmptyPendingExcused(state: State<Memory>): boolean {
  return (
    state.position.at !== "run" ||
    !state.latched ||
    state.latchCarriesUnknown ||
    someLeftBehind(state) ||
    state.owed ||
    (state.policyMemory.swallowNmi && state.rip === state.lastNmiRip)
  );
}

/**
 * An NMI without an unknown edge has claimed nothing, and comes to no active slot: the policy
 * swallows it, or its report makes up for a loss.
 */
export function EmptyWalkExcused(state: State<Memory>): boolean {
  return (
    state.position.at === "run" ||
    state.carriesUnknown ||
    state.handled > 0 ||
    someAhead(state) ||
    state.owed ||
    (state.policyMemory.swallowNmi && state.backToBack)
  );
}

/**
 * Another NMI pends of whose edges none is unknown, and the NMI in progress claims all active slots:
 * it arms the policy for the next one, which will be empty, or leaves a loss that the report of the
 * next one makes up for.
 */
export function NextEmptyExcused(state: State<Memory>): boolean {
  const claimsOne = state.handled > 0 || someAhead(state);
  const claimsTwo = state.handled > 1 || (state.handled > 0 && someAhead(state)) || twoAhead(state);
  return (
    state.position.at === "run" ||
    !state.latched ||
    state.latchCarriesUnknown ||
    someLeftBehind(state) ||
    claimsTwo ||
    state.policyMemory.swallowNmi ||
    (claimsOne && (state.owed || state.carriesUnknown))
  );
}

/**
 * Why no NMI is reported for nothing under a policy that swallows in a row after more than one event
 * was claimed.
 */
export const noSpurious = {
  SlotOfHandler,
  TakenHere,
  EmptyPendingExcused,
  EmptyWalkExcused,
  NextEmptyExcused,
  NoSpurious,
};
