import { Diagnostic } from "../diagnostic/diagnostic.js";

/** The codes of what keeps a thread from answering. */
export type ThreadDiagnosticCode = "threads/out-of-memory" | "threads/ended";

/** A thread had no more memory for what it was asked. */
export function threadOutOfMemory(cause: unknown): Diagnostic<ThreadDiagnosticCode> {
  return new Diagnostic({
    code: "threads/out-of-memory",
    blame: "user",
    message: "a thread ran out of memory before it had answered.",
    remedy: "ask about a smaller machine, or give Node a larger heap.",
    cause,
  });
}

/** A thread was gone before it had answered. */
export function threadEnded(exitCode: number): Diagnostic<ThreadDiagnosticCode> {
  return new Diagnostic({
    code: "threads/ended",
    blame: "tool",
    message: `a thread ended, with exit code ${exitCode}, before it had answered: there is no answer without it.`,
    remedy: "run the command again.",
  });
}
