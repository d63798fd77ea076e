import type { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../base/diagnostic/render.js";
import { type Reason, type ReasonCode, reason } from "./reason.js";

/**
 * A diagnostic as the reason for which a gate does not pass: with its place, the source line there, and
 * what fixes it. `failed` if no other code is given.
 */
export function faultReason(diagnostic: Diagnostic, code: ReasonCode = "failed"): Reason {
  // The first line is the message, and the next one the place where there is one: both are fields.
  const shown = renderDiagnostic(diagnostic)
    .split("\n")
    .slice(diagnostic.message.split("\n").length + (diagnostic.place === undefined ? 0 : 1));
  return reason(code, diagnostic.message, {
    place: diagnostic.place ?? null,
    details: [`error[${diagnostic.code}]`, ...shown],
    blame: diagnostic.blame,
  });
}
