import { Fault } from "../base/fault/fault.js";
import { renderFault } from "../base/fault/render.js";
import { unexpected } from "./faults.js";
import { Interrupted } from "./interrupt.js";
import type { Output } from "./output.js";

/** As expected, not as expected, the user's mistake, a tool is missing or broke. */
export const EXIT = { expected: 0, unexpected: 1, user: 2, tool: 3 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The exit code for a fault, by who can fix it. */
export function exitCodeOf(fault: Fault): ExitCode {
  return fault.blame === "user" ? EXIT.user : EXIT.tool;
}

/** The highest of some exit codes: it says the worst. */
export function worst(codes: readonly ExitCode[]): ExitCode {
  return codes.reduce<ExitCode>((high, code) => (code > high ? code : high), EXIT.expected);
}

/** Tells faults to the person, and what to exit with. */
export function reportFaults(faults: readonly Fault[], output: Output): ExitCode {
  for (const fault of faults) output.remark(`${renderFault(fault)}\n`);
  return worst(faults.map(exitCodeOf));
}

/**
 * Runs a command; whatever it throws is told to the person, and is never the exit code of an answer.
 *
 * @throws Interrupted
 */
export async function exitCodeFrom(
  command: () => Promise<ExitCode>,
  output: Output,
): Promise<ExitCode> {
  try {
    return await command();
  } catch (error) {
    if (error instanceof Interrupted) throw error;
    return reportFaults([error instanceof Fault ? error : unexpected(error)], output);
  }
}
