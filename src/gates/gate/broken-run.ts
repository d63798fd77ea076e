import type { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { faultReason } from "./diagnostic-reason.js";
import type { GateRun } from "./outcome.js";

/**
 * What a report has of a run that ended before it could check anything, since the config is wrong or
 * a tool is missing: no gate, and why.
 *
 * @param config the config, absolute, as far as it is known
 */
export function brokenRun(nmicheck: string, config: string, diagnostic: Diagnostic): GateRun {
  return {
    nmicheck,
    config,
    checker: null,
    gates: [],
    reasons: [faultReason(diagnostic)],
    seconds: 0,
  };
}
