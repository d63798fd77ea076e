import type { State } from "../../spec/cpu/state.js";
import type { Platform } from "../../spec/platforms.js";
import { type Refused, refuse, type StateChange } from "./engine.js";
import { hasSwallowNmi, observedState } from "./observed.js";

/**
 * The state of one CPU of the core with what `set` names of it, or why it cannot be so. The ghost
 * stays, but for that of a latch that is emptied.
 */
export function changedState(
  { chain, rips }: Platform,
  state: State<unknown>,
  set: StateChange,
): State<unknown> | Refused {
  const now = observedState(state);
  const { rip = now.rip, active = now.active, pending = now.pending } = set;
  const { lastNmiRip = now.lastNmiRip, swallowNmi = now.swallowNmi } = set;
  if (Math.max(rip, lastNmiRip ?? 1) > rips) return refuse("range", `rip goes from 1 to ${rips}`);
  const fits = chain.every((slots, handler) => active[handler]?.length === slots);
  if (!fits || active.length !== chain.length) {
    return refuse("range", `active does not fit the chain [${chain.join(",")}]`);
  }
  const memory = state.policyMemory;
  if (swallowNmi && !hasSwallowNmi(memory)) {
    return refuse("unsupported", "the policy keeps no swallow_nmi");
  }
  const policyMemory = hasSwallowNmi(memory) ? { ...memory, swallowNmi } : memory;
  const latchCarriesUnknown = pending && state.latchCarriesUnknown;
  const core = { rip, lastNmiRip, active, latched: pending, policyMemory, latchCarriesUnknown };
  return { ...state, ...core };
}
