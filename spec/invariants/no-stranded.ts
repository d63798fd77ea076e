import { NoStranded } from "../cpu/properties.js";
import type { Hardware, Kernel } from "../cpu/state.js";
import { SlotOfHandler, someLeftBehind } from "./walk.js";

/** An active slot that the walk has passed has an NMI pending, which comes after it. */
export function LeftBehindPending<Memory>(state: Hardware & Kernel<Memory>): boolean {
  return state.position.at === "run" || state.latched || !someLeftBehind(state);
}

/** Why no event is stranded where each NMI calls every handler. */
export const noStranded = { SlotOfHandler, LeftBehindPending, NoStranded };
