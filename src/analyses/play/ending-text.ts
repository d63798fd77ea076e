import type { State } from "../../../spec/cpu/state.js";
import { canonicalText } from "../../checkers/explore/state-keys.js";
import { memoryText } from "./memory-text.js";

const UHHUH = '"Uhhuh. NMI received for unknown reason"';

/** How an NMI ended, in whole sentences, from the states around the decision: what the kernel did, and whether that was right. */
export function endingText(before: State<unknown>, after: State<unknown>): string {
  const sentences = [endingOf(before, after)];
  if (after.panicked) sentences.push("The kernel has panicked: nothing happens any more.");
  else if (canonicalText(before.policyMemory) !== canonicalText(after.policyMemory)) {
    sentences.push(`The policy keeps: ${memoryText(after.policyMemory)}.`);
  }
  if (after.position.at !== "run") {
    sentences.push("An NMI nested in it: the handlers run once more.");
  }
  return sentences.join(" ");
}

function endingOf(before: State<unknown>, after: State<unknown>): string {
  if (after.elsewhere !== null) return elsewhereText(before, after);
  const claimed =
    before.handled === 1 ? "One event was claimed" : "More than one event was claimed";
  switch (after.outcome) {
    case null:
      return "The NMI is over.";
    case "handled":
      return `${claimed}: the NMI is handled.`;
    case "masked":
      return `${claimed}, so the kernel takes the NMI for handled. But a real unknown NMI was folded into it, and nobody hears of it: masked.`;
    case "swallowed":
      return "Nobody claimed it, and the kernel swallows it. Rightly: no unknown NMI was in it.";
    case "falseSwallow":
      return "Nobody claimed it, and the kernel swallows it. But it was a real unknown NMI, and nobody will hear of it: a false swallow.";
    case "reported":
      return `Nobody claimed it, and the kernel says ${UHHUH}. Rightly: a real unknown NMI was in it.`;
    case "misattributed":
      return `Nobody claimed it, and the kernel says ${UHHUH}. That makes up for the one that was lost before.`;
    case "spurious":
      return `Nobody claimed it, and the kernel says ${UHHUH}. But there was none: a spurious report.`;
  }
}

function elsewhereText(before: State<unknown>, after: State<unknown>): string {
  const lost =
    after.outcome === "masked" ? " A real unknown NMI in it is lost with that: masked." : "";
  if (before.inFront) {
    const inIt = after.elsewhere === "hidden" ? "A real unknown NMI was in it, and is hidden." : "";
    return `The handler in front took it whole, and no other was asked. ${inIt}`.trim();
  }
  switch (after.elsewhere) {
    case "external":
      return `Nobody claimed it, and port 0x61 tells of ${before.serr ? "a PCI system error" : "an I/O check"}.${lost}`;
    case "recognised":
      return `Nobody claimed it but the handler of NMI_UNKNOWN whose source had an event.${lost}`;
    case "taken":
      return "Nobody claimed it but a handler of NMI_UNKNOWN that claims whatever comes. No unknown NMI was in it.";
    default:
      return "Nobody claimed it but a handler of NMI_UNKNOWN that claims whatever comes. A real unknown NMI was in it, and is hidden.";
  }
}
