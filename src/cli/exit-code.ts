import { Diagnostic } from "../base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../base/diagnostic/render.js";
import { unexpected } from "./diagnostics.js";
import { Interrupted } from "./interrupt.js";
import type { Output } from "./output.js";

/** As expected, not as expected, the user's mistake, a tool is missing or broke. */
export const EXIT = { expected: 0, unexpected: 1, user: 2, tool: 3 } as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The exit code for a diagnostic, by who can fix it. */
export function exitCodeOf(diagnostic: Diagnostic): ExitCode {
  return diagnostic.blame === "user" ? EXIT.user : EXIT.tool;
}

/** The highest of some exit codes: it says the worst. */
export function worst(codes: readonly ExitCode[]): ExitCode {
  return codes.reduce<ExitCode>((high, code) => (code > high ? code : high), EXIT.expected);
}

/** Tells diagnostics to the person, and what to exit with. */
export function reportDiagnostics(diagnostics: readonly Diagnostic[], output: Output): ExitCode {
  for (const diagnostic of diagnostics) output.remark(`${renderDiagnostic(diagnostic)}\n`);
  return worst(diagnostics.map(exitCodeOf));
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
    return reportDiagnostics([error instanceof Diagnostic ? error : unexpected(error)], output);
  }
}
