import type { Ghost, Hardware, Kernel } from "./state.js";

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

/** No event waits for an NMI that nobody will send: outside NMI context an active slot has one pending. */
export function NoStranded<Memory>(state: Hardware & Kernel<Memory>): boolean {
  return !(
    state.position.at === "run" &&
    !state.latched &&
    state.active.some((slots) => slots.some((slot) => slot))
  );
}
