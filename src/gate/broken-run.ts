import type { Fault } from "../fault/fault.js";
import type { GateRun } from "./outcome.js";
import { reason } from "./reason.js";

/**
 * What a report has of a run that ended before it could check anything, since the config is wrong or
 * a tool is missing: no gate, and why.
 *
 * @param config the config, absolute, as far as it is known
 */
export function brokenRun(nmicheck: string, config: string, fault: Fault): GateRun {
  const { code, message, remedy, place, blame } = fault;
  return {
    nmicheck,
    config,
    checker: null,
    gates: [],
    reasons: [
      reason("failed", message, {
        details: [code, ...(remedy === undefined ? [] : [remedy])],
        place: place ?? null,
        blame,
      }),
    ],
    seconds: 0,
  };
}
