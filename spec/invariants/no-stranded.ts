import { NoStranded } from "../cpu/properties.js";
import type { Config, Hardware, Kernel } from "../cpu/state.js";
import { SlotOfHandler, someActive, someLeftBehind, twoActive } from "./walk.js";

/** Another NMI pends or is on its way, or has nested and is run after the one in progress. */
function comesAgain<Memory>(state: Hardware & Kernel<Memory>): boolean {
  return state.latched || state.inFlight || state.nested;
}

/** An active slot that the walk has passed has an NMI pending, which comes after it. */
export function LeftBehindPending<Memory>(state: Hardware & Kernel<Memory>): boolean {
  return state.position.at === "run" || comesAgain(state) || !someLeftBehind(state);
}

/**
 * An entry of the local APIC that is masked has an NMI pending, or the walk is about to write it
 * again, before it looks at the first counter.
 */
export function MaskedPending<Memory>(
  config: Config<Memory>,
  state: Hardware & Kernel<Memory>,
): boolean {
  return (
    config.axes.lvtpc === "unmasked" ||
    !state.lvtpcMasked ||
    comesAgain(state) ||
    (state.position.at === "polling" && state.position.handler === 0 && state.position.slot === 0)
  );
}

/** Two slots are active outside of NMI context: two NMIs pend, or the one that does is back-to-back. */
export function TwoHaveTwo<Memory>(
  config: Config<Memory>,
  state: Hardware & Kernel<Memory>,
): boolean {
  return (
    config.axes.latchDepth === 1 ||
    state.position.at !== "run" ||
    state.secondLatched ||
    state.rip === state.lastNmiRip ||
    !twoActive(state)
  );
}

/** An NMI that is not back-to-back, and that claims one of several events, has another behind it. */
export function OneOfTwoPending<Memory>(
  config: Config<Memory>,
  state: Hardware & Kernel<Memory>,
): boolean {
  return (
    config.axes.latchDepth === 1 ||
    state.position.at === "run" ||
    state.backToBack ||
    comesAgain(state) ||
    !(twoActive(state) || (state.handled > 0 && someActive(state)))
  );
}

/** Why no event is stranded where each NMI calls every handler. */
export const noStranded = { SlotOfHandler, LeftBehindPending, MaskedPending, NoStranded };
