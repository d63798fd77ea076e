import type { Handled } from "../policy.js";
import type { Ghost, Outcome } from "./state.js";

/** How an NMI is judged that claimed `claimed` events; with none, the policy said `unclaimed`. */
export function judge(
  ghost: Pick<Ghost, "carriesUnknown" | "owed">,
  claimed: Handled,
  unclaimed: "report" | "swallow",
): Outcome {
  if (claimed > 0) return ghost.carriesUnknown ? "masked" : "handled";
  switch (unclaimed) {
    case "swallow":
      return ghost.carriesUnknown ? "falseSwallow" : "swallowed";
    case "report":
      if (ghost.carriesUnknown) return "reported";
      return ghost.owed ? "misattributed" : "spurious";
  }
}

/**
 * Whether an unknown edge is owed after an NMI that ended so: the edge is lost to the user
 * when it is masked or falsely swallowed, and a misattributed report makes up for it.
 */
export function owedAfter(ghost: Pick<Ghost, "owed">, ending: Outcome): boolean {
  switch (ending) {
    case "masked":
    case "falseSwallow":
      return true;
    case "misattributed":
      return false;
    default:
      return ghost.owed;
  }
}
