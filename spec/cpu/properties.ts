import type { Ghost, State } from "./state.js";

/** No NMI that carries an unknown edge is swallowed: the user hears of every unknown NMI. */
export function NoFalseSwallow(ghost: Ghost): boolean {
  return ghost.outcome !== "falseSwallow";
}

/** Nobody is told of an unknown NMI ("dazed and confused") when there was none. */
export function NoSpurious(ghost: Ghost): boolean {
  return ghost.outcome !== "spurious";
}

/** No unknown edge hides behind an event that a handler claimed. */
export function NoMasked(ghost: Ghost): boolean {
  return ghost.outcome !== "masked";
}

/**
 * No event waits for an NMI that nobody will send: outside NMI context an active slot has one
 * pending{@when pmu , or its edge is on its way}{@when panic , while there is a kernel to wait for}.
 */
export function NoStranded<Memory>(state: State<Memory>): boolean {
  return !(
    state.position.at === "run" &&
    !state.latched &&
    !state.inFlight &&
    !state.panicked &&
    state.active.some((slots) => slots.some((slot) => slot))
  );
}

/** No unknown edge is claimed by a handler that only claims whatever comes. */
export function NoHidden<Memory>(state: State<Memory>): boolean {
  return state.elsewhere !== "hidden";
}

/**
 * No source that the kernel could ask waits for an NMI that nobody will send: outside NMI context a
 * bit of the reason port, or the source of the NMI_UNKNOWN chain, has an NMI pending{@when pmu , or one
 * on its way}.
 */
export function NoForgottenSource<Memory>(state: State<Memory>): boolean {
  return !(
    state.position.at === "run" &&
    !state.latched &&
    !state.inFlight &&
    !state.panicked &&
    (state.serr || state.iochk || state.ownSource)
  );
}

/** With `unknown_nmi_panic` a report is a crash: no machine crashes for an unknown NMI that there was not. */
export function NoNeedlessPanic<Memory>(state: State<Memory>): boolean {
  return !(state.panicked && state.outcome === "spurious");
}
