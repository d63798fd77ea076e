import type { Fault } from "../fault/fault.js";
import { renderFaultFor } from "../fault/render.js";
import { programName } from "./program-name.js";

/** A fault as a person reads it, with the commands of its remedy as they are called from here. */
export function faultText(fault: Fault): string {
  return renderFaultFor(fault, programName());
}
