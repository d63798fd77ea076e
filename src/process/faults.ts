import { Fault } from "../fault/fault.js";

/** The codes of what keeps a process from having a folder of its own. */
export type ProcessFaultCode = "process/temp-not-writable";

/** Nothing can be made in the folder for temporary files; `reason` is the operating system's. */
export function tempNotWritable(
  folder: string,
  reason: string,
  cause?: unknown,
): Fault<ProcessFaultCode> {
  return new Fault({
    code: "process/temp-not-writable",
    blame: "tool",
    message: `nmicheck cannot write to the folder for temporary files ${folder}: ${reason}.`,
    remedy: "set TMPDIR to a folder that is writable and has room.",
    cause,
  });
}
