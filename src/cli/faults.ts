import { Fault } from "../base/fault/fault.js";
import { errorCode, reasonOf } from "../base/fault/system-error.js";

/** The codes of what can happen to any command. */
export type CliFaultCode = "nmicheck/system" | "nmicheck/mistake";

/** The operating system refused something that no room has a better word for. */
function systemRefused(what: string, cause: Error): Fault<CliFaultCode> {
  return new Fault({
    code: "nmicheck/system",
    blame: "tool",
    message: `the system refused what nmicheck needs: ${reasonOf(cause)} (${what}).`,
    remedy: "fix that, and run the command again.",
    cause,
  });
}

/** Something was thrown that should not have been. */
function ownMistake(cause: unknown): Fault<CliFaultCode> {
  const told = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return new Fault({
    code: "nmicheck/mistake",
    blame: "tool",
    message: `this is a mistake in nmicheck, and says nothing about what you asked.\n${told}`,
    remedy: "please report it, with the command and these lines.",
    cause,
  });
}

/**
 * The fault to show for anything else that was thrown: no answer, and never the exit code of one.
 */
export function unexpected(error: unknown): Fault<CliFaultCode> {
  const code = errorCode(error);
  if (!(error instanceof Error) || code === undefined || !("syscall" in error)) {
    return ownMistake(error);
  }
  const path = "path" in error && typeof error.path === "string" ? ` ${error.path}` : "";
  return systemRefused(`${code}, ${String(error.syscall)}${path}`, error);
}
