import type { TraceState } from "../schema.js";
import { claimedSlot, type SlotName } from "../slot.js";
import type { Moment, NmiStory } from "../story.js";
import { slotText } from "../words.js";

/** What happens in one event, in terms of the kernel. */
export function eventLine(moment: Moment, nmi: NmiStory | undefined): string {
  const { event, before, after } = moment;
  switch (event.event) {
    case "raise":
      return `${slotText(event)}: ${edgeText(moment)}`;
    case "external":
      return `unknown source: ${edgeText(moment)}`;
    case "portError":
      return `${event.cause === "serr" ? "PCI system error" : "I/O check"}: ${edgeText(moment)}`;
    case "ownEvent":
      return `the source that NMI_UNKNOWN knows: ${edgeText(moment)}`;
    case "reinject":
      return `the hypervisor delivers this NMI again: ${edgeText(moment)}`;
    case "summon":
      return `the CPU is summoned to the handler in front: ${edgeText(moment)}`;
    case "touch":
      return "local_touch_nmi: last_nmi_rip = 0";
    case "runGuest":
      return after.lastNmiRip === null && before.lastNmiRip !== null
        ? "VM entry: local_touch_nmi, last_nmi_rip = 0; a guest runs"
        : "VM entry: a guest runs";
    case "vanish":
      return after.forgives === true
        ? "perf stops the events of handler 0: it will claim an NMI in which it finds nothing"
        : "the status bits of handler 0 are gone";
    case "arrive":
      return `the late edge of handler 0: ${edgeText(moment)}`;
    case "lapse":
      return "the window is over: handler 0 claims no more than its events";
    case "fault":
      return "an exception returns by IRET: NMIs are unblocked";
    case "nest":
      return "the pending NMI nests: nmi_state = NMI_LATCHED";
    case "execute":
      return before.rip === after.rip
        ? `the CPU runs and is back at ip ${after.rip}`
        : `the CPU runs on, from ip ${before.rip} to ip ${after.rip}`;
    case "deliver":
      return after.inFront === true
        ? "default_do_nmi takes the NMI, and the handler in front takes it whole"
        : "default_do_nmi takes the NMI, latch empties";
    case "poll":
      return pollLine(moment, nmi);
    case "decide":
      return `${decideLine(nmi)}${after.position.at === "run" ? "" : ", once more: an NMI nested"}`;
  }
}

function edgeText({ event, before, after }: Moment): string {
  if (event.event === "raise" && event.handler === 0 && before.lvtpcMasked === true) {
    return "sends nothing, the LVTPC is masked";
  }
  if (event.event === "raise" && after.inFlight === true && event.handler === 0) {
    return "its edge is on its way";
  }
  if (!before.latched) return after.latched ? "sends an NMI" : "is lost, an NMI is handled";
  if (after.secondLatched === true) {
    return before.secondLatched === true
      ? "folds into the second pending NMI"
      : "sends a second NMI";
  }
  return "folds into the pending NMI";
}

function pollLine({ before, after }: Moment, nmi: NmiStory | undefined): string {
  if (before.position.at !== "polling") return "";
  const { handler, slot } = before.position;
  const found = foundText(before, after, { handler, slot });
  const isStop = after.position.at === "decide" && nmi?.stoppedAfter === handler;
  return `handler ${handler} polls slot ${slot}: ${found}${isStop ? ", walk stops" : ""}`;
}

function foundText(before: TraceState, after: TraceState, { handler, slot }: SlotName): string {
  if (claimedSlot("poll", before) === null) {
    return after.handled > before.handled ? "nothing, and claims one all the same" : "nothing";
  }
  if (after.active[handler]?.[slot] === true) return "claims its event, and does not clear it";
  return after.handled > before.handled + 1 ? "claims its event, counts two" : "claims its event";
}

function decideLine(nmi: NmiStory | undefined): string {
  if (nmi === undefined) return "";
  const { handled, elsewhere } = nmi;
  if (elsewhere === "external") return "handled = 0: port 0x61 has a reason";
  if (nmi.inFront) return "the handler in front is done, and nobody else is asked";
  if (elsewhere !== null) return "handled = 0: a handler of NMI_UNKNOWN claims it";
  if (handled > 0) {
    return nmi.armedAfter === true && handled > 1
      ? `handled = ${handled}: swallow_nmi = true`
      : `handled = ${handled}`;
  }
  if (nmi.outcome !== "swallowed" && nmi.outcome !== "falseSwallow") {
    return "handled = 0: unknown_nmi_error";
  }
  return nmi.armed === true && nmi.backToBack
    ? "handled = 0: b2b && swallow_nmi, swallowed"
    : "handled = 0: the policy swallows it";
}
