import { Diagnostic } from "../base/diagnostic/diagnostic.js";
import { errorCode, reasonOf } from "../base/diagnostic/system-error.js";

/** The codes of what can happen to any command. */
export type CliDiagnosticCode = "nmicheck/system" | "nmicheck/mistake";

/** The operating system refused something that no room has a better word for. */
function systemRefused(what: string, cause: Error): Diagnostic<CliDiagnosticCode> {
  return new Diagnostic({
    code: "nmicheck/system",
    blame: "tool",
    message: `the system refused what nmicheck needs: ${reasonOf(cause)} (${what}).`,
    remedy: "fix that, and run the command again.",
    cause,
  });
}

/** Something was thrown that should not have been. */
function ownMistake(cause: unknown): Diagnostic<CliDiagnosticCode> {
  const told = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return new Diagnostic({
    code: "nmicheck/mistake",
    blame: "tool",
    message: `this is a mistake in nmicheck, and says nothing about what you asked.\n${told}`,
    remedy: "please report it, with the command and these lines.",
    cause,
  });
}

/**
 * The diagnostic to show for anything else that was thrown: no answer, and never the exit code of one.
 */
export function unexpected(error: unknown): Diagnostic<CliDiagnosticCode> {
  const code = errorCode(error);
  if (!(error instanceof Error) || code === undefined || !("syscall" in error)) {
    return ownMistake(error);
  }
  const path = "path" in error && typeof error.path === "string" ? ` ${error.path}` : "";
  return systemRefused(`${code}, ${String(error.syscall)}${path}`, error);
}
