import type { PathState } from "./state.js";

/** No event waits for an NMI that nobody will send, while there is a kernel to wait for. */
export function NoStranded<Memory>(state: PathState<Memory>): boolean {
  return !(
    state.position.at === "run" &&
    !state.latched &&
    !state.panicked &&
    state.active.some((slots) => slots.some((slot) => slot))
  );
}

/** No unknown edge is claimed by a handler that only claims whatever comes. */
export function NoHidden<Memory>(state: PathState<Memory>): boolean {
  return state.elsewhere !== "hidden";
}

/**
 * No source that the kernel could ask waits for an NMI that nobody will send: outside NMI context a
 * bit of the reason port, or the source of the NMI_UNKNOWN chain, has an NMI pending.
 */
export function NoForgottenSource<Memory>(state: PathState<Memory>): boolean {
  return !(
    state.position.at === "run" &&
    !state.latched &&
    !state.panicked &&
    (state.serr || state.iochk || state.ownSource)
  );
}

/** With `unknown_nmi_panic` a report is a crash: no machine crashes for an unknown NMI that there was not. */
export function NoNeedlessPanic<Memory>(state: PathState<Memory>): boolean {
  return !(state.panicked && state.outcome === "spurious");
}
