import { Diagnostic, type Place } from "../../base/diagnostic/diagnostic.js";

/** What can go wrong with traces as a kernel module, and with the log of its run. */
export type HardwareDiagnosticCode =
  | "hardware/nothing-to-play"
  | "hardware/log-unreadable"
  | "hardware/not-a-log"
  | "hardware/log-line"
  | "hardware/log-empty"
  | "hardware/log-and-traces";

const RUN_AGAIN =
  "run `sh run.sh --yes` in the folder of the module again, and judge its whole log.";

/** No trace of a question can be played by a module; `reasons` are sentences. */
export function nothingToPlay(reasons: readonly string[]): Diagnostic<HardwareDiagnosticCode> {
  const why = reasons.length === 0 ? "there is none." : [...new Set(reasons)].join(" ");
  return new Diagnostic({
    code: "hardware/nothing-to-play",
    blame: "user",
    message: `there is no trace that a kernel module could play: ${why}`,
    remedy:
      "ask about a property that is violated, on a machine with one CPU: `nmicheck module --out DIR --property NoFalseSwallow`.",
  });
}

/** The file cannot be read; `reason` is the operating system's. */
export function logUnreadable(file: string, reason: string): Diagnostic<HardwareDiagnosticCode> {
  return new Diagnostic({
    code: "hardware/log-unreadable",
    blame: "user",
    message: `the log \`${file}\` cannot be read: ${reason}.`,
    remedy: "name the log that `run.sh` has written.",
  });
}

/** The file does not begin as a log does. */
export function notALog(file: string): Diagnostic<HardwareDiagnosticCode> {
  return new Diagnostic({
    code: "hardware/not-a-log",
    blame: "user",
    message: `${file} is no log of a module of nmicheck: it does not begin with "nmicheck.log/1".`,
    remedy: "for the log of a machine that works, `nmicheck audit FILE`.",
  });
}

/** A line that no log has, or that lost something on its way. */
export function logLine(place: Place, what: string): Diagnostic<HardwareDiagnosticCode> {
  return new Diagnostic({
    code: "hardware/log-line",
    blame: "user",
    message: `line ${place.line} of the log ${what}.`,
    remedy: RUN_AGAIN,
    place,
  });
}

/** The log ends before the module has said anything. */
export function logEmpty(file: string): Diagnostic<HardwareDiagnosticCode> {
  return new Diagnostic({
    code: "hardware/log-empty",
    blame: "user",
    message: `the log ${file} ends before the module has said that it is ready: nothing was played.`,
    remedy: RUN_AGAIN,
  });
}

/** A log has its own traces, and others were named. */
export function logAndTraces(): Diagnostic<HardwareDiagnosticCode> {
  return new Diagnostic({
    code: "hardware/log-and-traces",
    blame: "user",
    message: "a log has the traces that were played in it, and others were named beside it.",
    remedy: "name either traces and an engine, or `--log FILE`.",
  });
}
