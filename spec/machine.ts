import { at, type Below } from "./language.js";
import type { Platform } from "./platforms.js";
import type { Config, Handler, Hardware, Rip, Slot, State } from "./state.js";

/** The CPU is outside NMI context, and nothing has happened yet. */
export function initial<Memory>(config: Config<Memory>): State<Memory> {
  return {
    active: config.platform.chain.map((slots) => Array.from({ length: slots }, () => false)),
    latched: false,
    latchCarriesUnknown: false,
    rip: 1,
    lastNmiRip: null,
    position: { at: "run" },
    handled: 0,
    backToBack: false,
    carriesUnknown: false,
    policyMemory: config.policy.initial,
    outcome: null,
    owed: false,
  };
}

/** The status bit of one slot. */
export function slotActive(hardware: Hardware, handler: Handler, slot: Slot): boolean {
  return at(at(hardware.active, handler), slot);
}

/** The status bits after one of them changed. */
export function withSlot(
  hardware: Hardware,
  handler: Handler,
  slot: Slot,
  isActive: boolean,
): Hardware["active"] {
  return hardware.active.with(handler, at(hardware.active, handler).with(slot, isActive));
}

/** An event happens: its slot becomes active and sends an edge to the latch. */
export function raise<Memory>(
  config: Config<Memory>,
  state: State<Memory>,
  handler: Handler,
  slot: Below<Platform["chain"][typeof handler]>,
): State<Memory> | null {
  if (slotActive(state, handler, slot) && !config.platform.sticky) return null;
  return {
    ...state,
    active: withSlot(state, handler, slot, true),
    latched: true,
    outcome: null,
  };
}

/**
 * An edge from a source that no handler knows: an NMI button, a chipset error, a watchdog with no
 * driver.
 */
export function external<Memory>(_config: Config<Memory>, state: State<Memory>): State<Memory> {
  return { ...state, latched: true, latchCarriesUnknown: true, outcome: null };
}

/** The CPU runs outside NMI context and stands at `place`, which may be the old one: a loop. */
export function execute<Memory>(
  config: Config<Memory>,
  state: State<Memory>,
  place: Rip,
): State<Memory> | null {
  if (state.position.at !== "run") return null;
  if (state.latched && !config.platform.shadow) return null;
  return { ...state, rip: place, outcome: null };
}
