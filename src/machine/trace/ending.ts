import type { Outcome } from "../../../spec/cpu/state.js";
import type { NmiShown } from "./schema.js";

/** What is to be seen of a run of the handlers, beside what those of the chain claimed. */
export type RunEnding = Pick<NmiShown, "outcome" | "claimedUnknown" | "reason">;

/**
 * What the user of a kernel learns of an NMI that ended so. The ghost's part of the outcome, whether
 * the kernel was right, cannot be seen by anyone.
 */
export function shownOutcome(outcome: Outcome): NmiShown["outcome"] {
  switch (outcome) {
    case "handled":
    case "masked":
      return "handled";
    case "swallowed":
    case "falseSwallow":
      return "swallowed";
    case "reported":
    case "misattributed":
    case "spurious":
      return "unknown";
  }
}
