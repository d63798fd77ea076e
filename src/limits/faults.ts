import { Fault } from "../fault/fault.js";

/** The codes of what can go wrong when limits are looked for. */
export type LimitsFaultCode = "limits/not-certified" | "limits/engine-tells-apart";

/** TLC does not say what the explorer says: one of the two has a mistake. */
export function notCertified(what: string): Fault<LimitsFaultCode> {
  return new Fault({
    code: "limits/not-certified",
    blame: "tool",
    message: `TLC does not confirm what the explorer says: ${what}.`,
    remedy: "nmicheck has a mistake: report it with the command.",
  });
}

/** The two runs of a pair do not show the same: the observer is not the kernel that was thought of. */
export function engineTellsApart(): Fault<LimitsFaultCode> {
  return new Fault({
    code: "limits/engine-tells-apart",
    blame: "tool",
    message: "the two runs of the pair end differently under the kernel's own policy.",
    remedy: "nmicheck has a mistake: report it with the command.",
  });
}
