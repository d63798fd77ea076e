import { Diagnostic, type Place } from "../../base/diagnostic/diagnostic.js";

/** What keeps a log from being audited. */
export type AuditDiagnosticCode =
  | "audit/nothing"
  | "audit/follow-one"
  | "audit/unreadable"
  | "audit/binary"
  | "audit/no-log"
  | "audit/architecture"
  | "audit/filtered"
  | "audit/axis"
  | "audit/not-certified";

/** No log was named. */
export function nothingToAudit(): Diagnostic<AuditDiagnosticCode> {
  return new Diagnostic({
    code: "audit/nothing",
    blame: "user",
    message: "there is nothing to audit: no log was named.",
    remedy: "`nmicheck audit --how` tells how to record one.",
  });
}

/** Several logs are to be followed at once. */
export function severalToFollow(count: number): Diagnostic<AuditDiagnosticCode> {
  return new Diagnostic({
    code: "audit/follow-one",
    blame: "user",
    message: `\`--follow\` follows one log, and ${count} are named: what one of them has not said yet may belong before what the other says now.`,
    remedy: "record printk:console with the NMIs, and follow `trace_pipe` alone.",
  });
}

/** A log cannot be read; `reason` is the operating system's. */
export function unreadableLog(file: string, reason: string): Diagnostic<AuditDiagnosticCode> {
  return new Diagnostic({
    code: "audit/unreadable",
    blame: "user",
    message: `the log \`${file}\` cannot be read: ${reason}.`,
  });
}

/** A file is what a tool recorded, and not what it prints; `command` prints it. */
export function binaryLog(
  file: string,
  what: string,
  command: string,
): Diagnostic<AuditDiagnosticCode> {
  return new Diagnostic({
    code: "audit/binary",
    blame: "user",
    message: `\`${file}\` is ${what}, not a text.`,
    remedy: `print it first: ${command}.`,
  });
}

/** Nothing in a file is of a format that is known. */
export function noLog(file: string, lines: number): Diagnostic<AuditDiagnosticCode> {
  return new Diagnostic({
    code: "audit/no-log",
    blame: "user",
    message: `none of the ${lines} lines of \`${file}\` is one of ftrace, \`trace-cmd report\`, \`perf script\`, dmesg or the journal.`,
    remedy: "`nmicheck audit --how` tells how to record a log.",
  });
}

/** A log says that it is of a machine that has other NMIs. */
export function otherArchitecture(place: Place, name: string): Diagnostic<AuditDiagnosticCode> {
  return new Diagnostic({
    code: "audit/architecture",
    blame: "user",
    message: `the log is of a machine of the architecture ${name}; the heuristic is that of x86.`,
    place,
  });
}

/** A log says that a filter kept events out of it. */
export function filteredLog(place: Place, filter: string): Diagnostic<AuditDiagnosticCode> {
  return new Diagnostic({
    code: "audit/filtered",
    blame: "user",
    message: `the log was recorded with the filter \`${filter}\`: an NMI that a handler claimed can look as if nobody had.`,
    remedy: "record it without: `echo 0 > events/nmi/nmi_handler/filter`.",
    place,
  });
}

/** A machine with this axis cannot be followed along a log; `because` is a clause. */
export function axisNotAudited(axis: string, because: string): Diagnostic<AuditDiagnosticCode> {
  return new Diagnostic({
    code: "audit/axis",
    blame: "user",
    message: `a log is not followed on a machine with the axis ${axis}: ${because}.`,
  });
}

/** TLC does not say what the observers say: one of the two has a mistake. */
export function notCertified(what: string): Diagnostic<AuditDiagnosticCode> {
  return new Diagnostic({
    code: "audit/not-certified",
    blame: "tool",
    message: `TLC does not confirm what the observers say of the log: ${what}.`,
    remedy: "nmicheck has a mistake: report it with the command and the log.",
  });
}
