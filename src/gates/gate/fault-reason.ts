import type { Fault } from "../../base/fault/fault.js";
import { renderFault } from "../../base/fault/render.js";
import { type Reason, type ReasonCode, reason } from "./reason.js";

/**
 * A fault as the reason for which a gate does not pass: with its place, the source line there, and
 * what fixes it. `failed` if no other code is given.
 */
export function faultReason(fault: Fault, code: ReasonCode = "failed"): Reason {
  // The first line is the message, and the next one the place where there is one: both are fields.
  const shown = renderFault(fault)
    .split("\n")
    .slice(fault.message.split("\n").length + (fault.place === undefined ? 0 : 1));
  return reason(code, fault.message, {
    place: fault.place ?? null,
    details: [`error[${fault.code}]`, ...shown],
    blame: fault.blame,
  });
}
