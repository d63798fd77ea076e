import { slotActive } from "../cpu/hardware.js";
import type { Handler } from "../cpu/state.js";
import { at, type Below, type LeadsTo } from "../language.js";
import type { Platform } from "../platforms.js";
import { crashOn, summonAll } from "./front.js";
import {
  arriveOn,
  decideOn,
  deliverOn,
  enterShared,
  externalEdge,
  ioCheck,
  lapseOn,
  lockPort,
  nestOn,
  ownEventOn,
  pollOn,
  raiseOn,
  runGuestOn,
  sharedEvent,
  systemError,
  vanishOn,
} from "./machine.js";
import { isDown, isShotDown } from "./standstill.js";
import type { Board, SmpState } from "./state.js";

/**
 * On every CPU, every event that happened is eventually claimed by its handler{@when handlerQuirk ,
 * which clears its slot: one that keeps what it claims never is done with it}{@when panic . A kernel
 * that has panicked owes nothing more}{@when frontHandler . A CPU that a crash has shot down does not
 * either}.
 */
export function EveryEventHandled<Memory>(
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
  handler: Handler,
  slot: Below<Platform["chain"][typeof handler]>,
): LeadsTo {
  return {
    whenever: slotActive(at(state.cpus, cpu), handler, slot),
    eventually:
      !slotActive(at(state.cpus, cpu), handler, slot) || isDown(state) || isShotDown(state, cpu),
  };
}

/**
 * Every edge of an unknown source is eventually reported by the CPU that got it: by the report of its
 * own NMI, or, where that NMI was masked or swallowed, by one that makes up for it{@when panic , or
 * by a panic}{@when frontHandler ; a CPU that a crash has shot down owes none}.
 *
 * While an edge is in a CPU's latch, in its NMI or owed there, a report must come after which that
 * CPU owes nothing.
 */
export function EveryExternalReported<Memory>(
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
): LeadsTo {
  const own = at(state.cpus, cpu);
  return {
    whenever:
      own.latchCarriesUnknown ||
      own.secondCarriesUnknown ||
      own.carriesUnknown ||
      own.nestedCarriesUnknown ||
      own.owed,
    eventually:
      (!own.owed && (own.outcome === "reported" || own.outcome === "misattributed")) ||
      isDown(state) ||
      isShotDown(state, cpu),
  };
}

/**
 * An unknown source that asks again and again is eventually reported: some CPU reports some
 * NMI{@when panic , or the kernel panics}.
 */
export function RepeatedExternalReported<Memory>(state: SmpState<Memory>): LeadsTo {
  return {
    whenever: state.cpus.some((cpu) => cpu.latchCarriesUnknown || cpu.secondCarriesUnknown),
    eventually:
      state.cpus.some((cpu) => cpu.outcome === "reported" || cpu.outcome === "misattributed") ||
      isDown(state),
  };
}

/**
 * Each CPU eventually takes its pending NMI, {@when nesting within an NMI too where they are unblocked,
 * }and ends what it began{@when reasonLock ; who waits for `nmi_reason_lock` gets it in turn, as
 * queued spinlocks give it}{@when pmu ; an edge that is on its way comes}. The environment owes nothing: events and unknown edges may come or stay
 * away, and a CPU may execute or not.
 */
export const KernelRuns = {
  weaklyFair: { deliverOn, nestOn, pollOn, decideOn, arriveOn, enterShared },
  stronglyFair: { lockPort },
  properties: { EveryEventHandled, EveryExternalReported },
};

/**
 * As above, and an unknown source asks again and again (an NMI button that is pressed until
 * something happens), while all other events eventually cease, so that none can hide it for ever.{@when kvmHost
 * No host hangs: on each CPU a guest runs again and again.}{@when pmu  Where a CPU runs again and again,
 * time passes for it.}
 */
export const SourceRepeats = {
  weaklyFair: { deliverOn, nestOn, pollOn, decideOn, arriveOn, enterShared, externalEdge },
  stronglyFair: { lockPort, runGuestOn, lapseOn },
  ceasing: { raiseOn, sharedEvent, ownEventOn, summonAll, crashOn, vanishOn, systemError, ioCheck },
  properties: { RepeatedExternalReported },
};
