import type { Below, LeadsTo } from "../language.js";
import type { Platform } from "../platforms.js";
import { external, raise, slotActive } from "./hardware.js";
import { decide, deliver, poll } from "./kernel.js";
import type { Ghost, Handler, Hardware } from "./state.js";

/** Every event that happened is claimed by its handler in the end. */
export function EveryEventHandled(
  hardware: Hardware,
  handler: Handler,
  slot: Below<Platform["chain"][typeof handler]>,
): LeadsTo {
  return {
    whenever: slotActive(hardware, handler, slot),
    eventually: !slotActive(hardware, handler, slot),
  };
}

/**
 * Every unknown edge is made known to the user in the end: by the report of its own NMI, or, where
 * that NMI was masked or swallowed, by one that makes up for it.
 *
 * While an edge is in the latch, in an NMI or owed, a report must come after which nothing is owed.
 */
export function EveryExternalReported(ghost: Ghost): LeadsTo {
  return {
    whenever: ghost.latchCarriesUnknown || ghost.carriesUnknown || ghost.owed,
    eventually: !ghost.owed && (ghost.outcome === "reported" || ghost.outcome === "misattributed"),
  };
}

/** An unknown source that asks again and again is heard in the end: some NMI is reported. */
export function RepeatedExternalReported(ghost: Ghost): LeadsTo {
  return {
    whenever: ghost.latchCarriesUnknown,
    eventually: ghost.outcome === "reported" || ghost.outcome === "misattributed",
  };
}

/**
 * The CPU takes a pending NMI in the end, and the kernel ends what it began. The environment owes
 * nothing: events and unknown edges may come or stay away, and the CPU may execute or not.
 */
export const KernelRuns = {
  weaklyFair: { deliver, poll, decide },
  properties: { EveryEventHandled, EveryExternalReported },
};

/**
 * As above, and an unknown source asks again and again (an NMI button that is pressed until
 * something happens), while all other events cease in the end, so that none can hide it for ever.
 */
export const SourceRepeats = {
  weaklyFair: { deliver, poll, decide, external },
  ceasing: { raise },
  properties: { RepeatedExternalReported },
};
