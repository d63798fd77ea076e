import { claimedSlot } from "../observation.js";
import type { Moment, NmiStory } from "../story.js";
import { slotText } from "../words.js";

/** What happens in one event, in terms of the kernel. */
export function eventLine(moment: Moment, nmi: NmiStory | undefined): string {
  const { event, before, after } = moment;
  switch (event.event) {
    case "raise":
      return `${slotText(event)}: ${edgeText(before.latched)}`;
    case "external":
      return `unknown source: ${edgeText(before.latched)}`;
    case "execute":
      return before.rip === after.rip
        ? `the CPU runs and is back at ip ${after.rip}`
        : `the CPU runs on, from ip ${before.rip} to ip ${after.rip}`;
    case "deliver":
      return "default_do_nmi takes the NMI, latch empties";
    case "poll":
      return pollLine(moment, nmi);
    case "decide":
      return decideLine(nmi);
  }
}

function edgeText(isPending: boolean): string {
  return isPending ? "folds into the pending NMI" : "sends an NMI";
}

function pollLine({ before, after }: Moment, nmi: NmiStory | undefined): string {
  if (before.position.at !== "polling") return "";
  const { handler, slot } = before.position;
  const found = claimedSlot("poll", before) === null ? "nothing" : "claims its event";
  const isStop = after.position.at === "decide" && nmi?.stoppedAfter === handler;
  return `handler ${handler} polls slot ${slot}: ${found}${isStop ? ", walk stops" : ""}`;
}

function decideLine(nmi: NmiStory | undefined): string {
  const handled = nmi?.claims.length ?? 0;
  if (nmi === undefined) return "";
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
