import type { Config, State } from "../cpu/state.js";
import { claimsAll, hasOtherCause, hasTwoCauses } from "./unclaimed.js";
import { someAhead, someLeftBehind, twoActive, twoAhead } from "./walk.js";

/*
 * An NMI is empty that carries no unknown edge, and whose events have all been claimed. Reported it
 * would be spurious, unless something else excuses it: the policy swallows it, its report makes up
 * for a loss, or another cause is found in its place. Each of these says where an empty NMI may come
 * from; `swallowed` is what the policy's memory has to say of it.
 */

/** The NMI that pends outside of NMI context is not empty, or excused. */
export function emptyPending<Memory>(
  config: Config<Memory>,
  state: State<Memory>,
  swallowed: boolean,
): boolean {
  return (
    claimsAll(config) ||
    state.position.at !== "run" ||
    !state.latched ||
    state.latchCarriesUnknown ||
    someLeftBehind(state) ||
    state.owed ||
    hasOtherCause(state) ||
    swallowed
  );
}

/** The NMI in progress has claimed something, comes to some active slot, or is excused. */
export function emptyWalk<Memory>(
  config: Config<Memory>,
  state: State<Memory>,
  swallowed: boolean,
): boolean {
  return (
    claimsAll(config) ||
    state.position.at === "run" ||
    state.carriesUnknown ||
    state.handled > 0 ||
    someAhead(state) ||
    state.owed ||
    hasOtherCause(state) ||
    swallowed
  );
}

/** The NMI in progress has claimed an event, or comes to an active slot. */
export function claimsOne<Memory>(state: State<Memory>): boolean {
  return state.handled > 0 || someAhead(state);
}

/**
 * Another NMI pends behind the one in progress, which claims all active slots: it claims two, and a
 * policy may arm then, or it leaves a loss or a cause to the next one.
 */
export function nextEmpty<Memory>(
  config: Config<Memory>,
  state: State<Memory>,
  swallowed: boolean,
): boolean {
  return (
    claimsAll(config) ||
    state.position.at === "run" ||
    !state.latched ||
    state.latchCarriesUnknown ||
    someLeftBehind(state) ||
    state.handled > 1 ||
    (state.handled > 0 && someAhead(state)) ||
    twoAhead(state) ||
    hasTwoCauses(config, state) ||
    (hasOtherCause(state) && (claimsOne(state) || state.owed || state.carriesUnknown)) ||
    (claimsOne(state) && (state.owed || state.carriesUnknown)) ||
    swallowed
  );
}

/** A second NMI pends outside of NMI context alone, behind a first one, and is not empty when it comes, or excused. */
export function emptySecond<Memory>(
  config: Config<Memory>,
  state: State<Memory>,
  swallowed: boolean,
): boolean {
  return (
    claimsAll(config) ||
    !state.secondLatched ||
    (state.position.at === "run" &&
      state.latched &&
      (state.secondCarriesUnknown ||
        twoActive(state) ||
        hasTwoCauses(config, state) ||
        (hasOtherCause(state) &&
          (someLeftBehind(state) || state.owed || state.latchCarriesUnknown)) ||
        (someLeftBehind(state) && (state.owed || state.latchCarriesUnknown)) ||
        swallowed))
  );
}
