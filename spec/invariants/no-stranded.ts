import { NoStranded } from "../cpu/properties.js";
import type { Config, Hardware, Kernel } from "../cpu/state.js";
import { SlotOfHandler, someLeftBehind } from "./walk.js";

/** Another NMI pends, or has nested and is run after the one in progress. */
function comesAgain<Memory>(state: Hardware & Kernel<Memory>): boolean {
  return state.latched || state.nested;
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

/** Why no event is stranded where each NMI calls every handler. */
export const noStranded = { SlotOfHandler, LeftBehindPending, MaskedPending, NoStranded };
