import { Fault } from "../../base/fault/fault.js";

/** The codes of what cannot be proven. */
export type ProveFaultCode = "prove/core-alone";

/** A machine with axes, of which no invariant is known. */
export function coreAlone(): Fault<ProveFaultCode> {
  return new Fault({
    code: "prove/core-alone",
    blame: "user",
    message:
      "`prove` knows invariants of the core alone: what is to follow from them on a machine with axes is not written yet.",
    remedy: "leave the axes out; `check` with them judges a machine with a chain of its own.",
  });
}
