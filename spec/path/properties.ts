import type { PathState } from "./state.js";

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
    (state.serr || state.iochk || state.ownSource)
  );
}
