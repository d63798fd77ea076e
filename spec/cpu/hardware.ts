import { at, type Below } from "../language.js";
import type { Platform } from "../platforms.js";
import type { Rip } from "../policy.js";
import { noClaims } from "./policy-input.js";
import { hasSources, markSource, noSources } from "./sources.js";
import type { Config, Handler, Hardware, PortLine, Slot, State } from "./state.js";

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
    secondLatched: false,
    lvtpcMasked: false,
    serr: false,
    iochk: false,
    serrOff: false,
    ownSource: false,
    unblocked: false,
    guest: false,
    inFlight: false,
    latchSources: noSources(config),
    secondSources: noSources(config),
    sources: noSources(config),
    nested: false,
    claimedBy: noClaims(config),
    forgives: false,
    summoned: false,
    inFront: false,
    panicked: false,
    secondCarriesUnknown: false,
    nestedCarriesUnknown: false,
    elsewhere: null,
  };
}

/** The status bit of one slot. */
export function slotActive(
  hardware: Pick<Hardware, "active">,
  handler: Handler,
  slot: Slot,
): boolean {
  return at(at(hardware.active, handler), slot);
}

/** The status bits after one of them changed. */
export function withSlot(
  hardware: Pick<Hardware, "active">,
  handler: Handler,
  slot: Slot,
  isActive: boolean,
): Hardware["active"] {
  return hardware.active.with(handler, at(hardware.active, handler).with(slot, isActive));
}

/**
 * An edge comes to the latch, from a handler's source (its number) or from another, which may be
 * one that nobody knows. While one NMI pends outside of NMI context a latch of depth 2 keeps a
 * second; else edges fold, and so do their sources.{@when nmiInjection  A hypervisor may lose one that
 * comes while NMIs are blocked.}
 */
export function edge<Memory>(
  config: Config<Memory>,
  state: State<Memory>,
  from: Handler | null,
  fromUnknown: boolean,
): State<Memory> {
  const isBlocked = state.position.at !== "run" && !state.unblocked;
  if (config.axes.nmiInjection === "drops" && isBlocked) {
    return { ...state, outcome: null, elsewhere: null };
  }
  const isSecond = config.axes.latchDepth === 2 && state.latched && state.position.at === "run";
  return {
    ...state,
    latched: true,
    secondLatched: state.secondLatched || isSecond,
    latchCarriesUnknown: state.latchCarriesUnknown || (fromUnknown && !isSecond),
    secondCarriesUnknown: state.secondCarriesUnknown || (fromUnknown && isSecond),
    latchSources: isSecond ? state.latchSources : markSource(config, state.latchSources, from),
    secondSources: isSecond ? markSource(config, state.secondSources, from) : state.secondSources,
    outcome: null,
    elsewhere: null,
  };
}

/**
 * An event happens: its slot becomes active and sends an edge to the latch{@when lvtpc , but through
 * a masked LVTPC none; one that masks itself is masked from then on}{@when pmu ; that of handler 0 may
 * be late}.
 */
export function raise<Memory>(
  config: Config<Memory>,
  state: State<Memory>,
  handler: Handler,
  slot: Below<Platform["chain"][typeof handler]>,
): State<Memory> | null {
  if (state.panicked) return null;
  if (slotActive(state, handler, slot) && !config.platform.sticky) return null;
  const active = withSlot(state, handler, slot, true);
  const masks = config.axes.lvtpc !== "unmasked";
  const isLate = config.axes.pmu === "late" || config.axes.pmu === "window";
  if (handler > 0 || !(masks || isLate)) return edge(config, { ...state, active }, handler, false);
  if (state.lvtpcMasked) return { ...state, active, outcome: null, elsewhere: null };
  if (isLate) {
    return {
      ...state,
      active,
      lvtpcMasked: masks,
      inFlight: true,
      outcome: null,
      elsewhere: null,
    };
  }
  return edge(config, { ...state, active, lvtpcMasked: true }, handler, false);
}

/** The late edge of an event of handler 0 comes to the latch, whatever has become of the event. */
export function arrive<Memory>(config: Config<Memory>, state: State<Memory>): State<Memory> | null {
  if (!state.inFlight || state.panicked) return null;
  return edge(config, { ...state, inFlight: false }, 0, false);
}

/**
 * The status bits of handler 0 are gone, and nobody has claimed the events. Where perf has stopped
 * them, which it does outside of NMI context, the handler will claim an NMI in which it finds nothing.
 */
export function vanish<Memory>(config: Config<Memory>, state: State<Memory>): State<Memory> | null {
  const pmu = config.axes.pmu;
  if ((pmu !== "vanishing" && pmu !== "stopped") || state.panicked) return null;
  if (pmu === "stopped" && state.position.at !== "run") return null;
  const hasEvents = at(state.active, 0).some((slot) => slot);
  if (!hasEvents && (pmu === "vanishing" || state.forgives)) return null;
  return {
    ...state,
    active: state.active.with(
      0,
      at(state.active, 0).map(() => false),
    ),
    forgives: pmu === "stopped",
    outcome: null,
    elsewhere: null,
  };
}

/**
 * The time is over in which handler 0 claims whatever comes. It is longer than any edge is late: none
 * is on its way, and no NMI pends.
 */
export function lapse<Memory>(config: Config<Memory>, state: State<Memory>): State<Memory> | null {
  if (config.axes.pmu !== "window" || !state.forgives || state.inFlight) return null;
  if (state.position.at !== "run" || state.latched || state.panicked) return null;
  return { ...state, forgives: false, outcome: null, elsewhere: null };
}

/**
 * An edge from a source that no handler knows{@when reasonPort , and that no port tells of}: an NMI
 * button, a chipset error, a watchdog with no driver.
 */
export function external<Memory>(
  config: Config<Memory>,
  state: State<Memory>,
): State<Memory> | null {
  return state.panicked ? null : edge(config, state, null, true);
}

/**
 * A PCI system error or an I/O check: its bit is set in the reason port, and an edge is sent. A line
 * that is disabled tells of nothing.
 */
export function portError<Memory>(
  config: Config<Memory>,
  state: State<Memory>,
  cause: PortLine,
): State<Memory> | null {
  if (config.axes.reasonPort === "absent" || state.panicked) return null;
  if (cause === "serr") {
    if (state.serr || state.serrOff) return null;
    return edge(config, { ...state, serr: true }, null, false);
  }
  if (config.axes.reasonPort === "serr" || state.iochk) return null;
  return edge(config, { ...state, iochk: true }, null, false);
}

/** The source fires that a handler of the NMI_UNKNOWN chain recognises. */
export function ownEvent<Memory>(
  config: Config<Memory>,
  state: State<Memory>,
): State<Memory> | null {
  const unknownChain = config.axes.unknownChain;
  if (unknownChain === "none" || unknownChain === "greedy" || state.ownSource) return null;
  return state.panicked ? null : edge(config, { ...state, ownSource: true }, null, false);
}

/**
 * A hypervisor delivers the NMI in progress once more: it pends, and no source sent it. Where an NMI
 * pends already it is that one.
 */
export function reinject<Memory>(
  config: Config<Memory>,
  state: State<Memory>,
): State<Memory> | null {
  if (config.axes.nmiInjection !== "again") return null;
  if (state.position.at === "run" || state.latched) return null;
  return edge(config, state, null, false);
}

/**
 * Another CPU summons this one to the handler in front, and sends an NMI: the flag is set before that
 * (`nmi_enabled` of `arch/x86/kernel/cpu/microcode/core.c`).
 */
export function summon<Memory>(config: Config<Memory>, state: State<Memory>): State<Memory> | null {
  if (config.axes.frontHandler === "none" || state.summoned || state.inFront) return null;
  return state.panicked ? null : edge(config, { ...state, summoned: true }, null, false);
}

/**
 * The CPU runs outside NMI context and stands at `place`, which may be the old one: a loop.{@when kvmHost
 * It is the host that runs, and no NMI finds it at the place of the VM exit.}
 */
export function execute<Memory>(
  config: Config<Memory>,
  state: State<Memory>,
  place: Rip,
): State<Memory> | null {
  if (state.position.at !== "run" || state.panicked) return null;
  if (state.latched && !config.platform.shadow) return null;
  if (config.axes.kvmHost !== "no" && place === 1) return null;
  return { ...state, rip: place, guest: false, outcome: null, elsewhere: null };
}

/**
 * VM entry: a guest runs from now on, until an NMI or the host's own code ends that. Wherever the
 * guest is, an NMI finds the CPU at place 1: where the VM exit has brought it.
 */
export function runGuest<Memory>(
  config: Config<Memory>,
  state: State<Memory>,
): State<Memory> | null {
  if (config.axes.kvmHost === "no" || state.position.at !== "run") return null;
  if (state.guest || state.panicked) return null;
  if (state.latched && !config.platform.shadow) return null;
  return {
    ...state,
    guest: true,
    rip: 1,
    lastNmiRip: config.axes.kvmHost === "touch" ? null : state.lastNmiRip,
    outcome: null,
    elsewhere: null,
  };
}

/** `local_touch_nmi`: the kernel forgets where the last NMI found the CPU. */
export function touch<Memory>(config: Config<Memory>, state: State<Memory>): State<Memory> | null {
  if (!config.axes.touch || state.position.at !== "run" || state.panicked) return null;
  if (state.latched && !config.platform.shadow) return null;
  return { ...state, lastNmiRip: null, outcome: null, elsewhere: null };
}

/**
 * An exception in a handler: its IRET unblocks NMIs before the handler is done. Under FRED, which
 * tells of NMIs' sources, it returns without IRET, and they stay blocked.
 */
export function fault<Memory>(config: Config<Memory>, state: State<Memory>): State<Memory> | null {
  if (!config.axes.nesting || hasSources(config.axes)) return null;
  if (state.position.at === "run" || state.unblocked) return null;
  return { ...state, unblocked: true, outcome: null, elsewhere: null };
}

/**
 * An NMI nests: `exc_nmi` finds `nmi_state` not NMI_NOT_RUNNING, makes it NMI_LATCHED and returns.
 * Any number of them fold, and the IRET of each unblocks NMIs again.
 */
export function nest<Memory>(_config: Config<Memory>, state: State<Memory>): State<Memory> | null {
  if (state.position.at === "run" || !state.unblocked || !state.latched) return null;
  return {
    ...state,
    latched: false,
    latchCarriesUnknown: false,
    nested: true,
    nestedCarriesUnknown: state.nestedCarriesUnknown || state.latchCarriesUnknown,
    outcome: null,
    elsewhere: null,
  };
}
