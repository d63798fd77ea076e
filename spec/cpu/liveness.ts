import type { Below, LeadsTo } from "../language.js";
import type { Platform } from "../platforms.js";
import {
  arrive,
  external,
  lapse,
  nest,
  ownEvent,
  portError,
  raise,
  runGuest,
  slotActive,
  summon,
  vanish,
} from "./hardware.js";
import { decide, deliver, poll } from "./kernel.js";
import type { Handler, State } from "./state.js";

/**
 * Every event that happened is eventually claimed by its handler{@when handlerQuirk , which clears its
 * slot: one that keeps what it claims never is done with it}{@when panic . A kernel that has panicked
 * owes nothing more}.
 */
export function EveryEventHandled<Memory>(
  state: State<Memory>,
  handler: Handler,
  slot: Below<Platform["chain"][typeof handler]>,
): LeadsTo {
  return {
    whenever: slotActive(state, handler, slot),
    eventually: !slotActive(state, handler, slot) || state.panicked,
  };
}

/**
 * Every unknown edge is eventually reported to the user: by the report of its own NMI, or, where
 * that NMI was masked or swallowed, by one that makes up for it{@when panic , or by a panic}.
 *
 * While an edge is in the latch, in an NMI or owed, a report must come after which nothing is owed.
 */
export function EveryExternalReported<Memory>(state: State<Memory>): LeadsTo {
  return {
    whenever:
      state.latchCarriesUnknown ||
      state.secondCarriesUnknown ||
      state.carriesUnknown ||
      state.nestedCarriesUnknown ||
      state.owed,
    eventually:
      (!state.owed && (state.outcome === "reported" || state.outcome === "misattributed")) ||
      state.panicked,
  };
}

/**
 * An unknown source that asks again and again is eventually reported: some NMI is reported{@when panic ,
 * or the kernel panics}.
 */
export function RepeatedExternalReported<Memory>(state: State<Memory>): LeadsTo {
  return {
    whenever: state.latchCarriesUnknown || state.secondCarriesUnknown,
    eventually: state.outcome === "reported" || state.outcome === "misattributed" || state.panicked,
  };
}

/**
 * The CPU eventually takes a pending NMI, {@when nesting within an NMI too where they are unblocked, }and
 * the kernel ends what it began{@when pmu ; an edge that is on its way comes}. The environment owes nothing: events and unknown edges may come or
 * stay away, and the CPU may execute or not.
 */
export const KernelRuns = {
  weaklyFair: { deliver, nest, poll, decide, arrive },
  properties: { EveryEventHandled, EveryExternalReported },
};

/**
 * As above, and an unknown source asks again and again (an NMI button that is pressed until
 * something happens), while all other events eventually cease, so that none can hide it for ever.{@when kvmHost
 * The host does not hang: a guest runs again and again.}{@when pmu  Where the CPU runs again and again,
 * time passes.}
 */
export const SourceRepeats = {
  weaklyFair: { deliver, nest, poll, decide, arrive, external },
  stronglyFair: { runGuest, lapse },
  ceasing: { raise, portError, ownEvent, summon, vanish },
  properties: { RepeatedExternalReported },
};
