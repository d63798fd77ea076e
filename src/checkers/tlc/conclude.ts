import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { diagnose, type Locate, words } from "./diagnosis.js";
import type { TlcDiagnostic } from "./diagnostics.js";
import type { TlcState } from "./events.js";
import { type Launch, launchFailure } from "./launch-failure.js";
import type { Exit, TlcOutcome } from "./outcome.js";
import type { Finding, RunRecord, Shown } from "./record.js";
import * as diagnostics from "./run-diagnostics.js";

/** What an answer is made of, beside the events. */
export interface RunEnd {
  readonly exit: Exit;
  /** What the process wrote to its standard error. */
  readonly stderr: string;
  readonly launch: Launch;
  readonly locate: Locate;
  /** Whether the run goes on after what it finds. */
  readonly goesOn?: boolean;
  /** The root module, as TLC was given it: an answer that is not about this file is none. */
  readonly module?: string;
}

/** The exit codes that TLC gives its answers (`tlc2.output.EC.ExitStatus`). */
const EXIT_CODES = {
  success: 0,
  violated: 12,
  stepViolated: 13,
  deadlock: 11,
  temporal: 13,
} as const;

/** The exit codes of a Java that a signal ended: 128 and the signal's number. */
const SIGNALLED: Readonly<Record<number, string>> = {
  129: "SIGHUP",
  130: "SIGINT",
  131: "SIGQUIT",
  134: "SIGABRT",
  137: "SIGKILL",
  143: "SIGTERM",
};

/**
 * The answer of a run that has ended. It is `success` only if everything agrees: TLC says that it
 * has completed without an error, its queue is empty, it met at least one state, its last message is
 * there, the exit code is 0, and nothing in the whole output speaks against it. The exit code alone
 * says little: with `-continue`, or without any initial state, it is 0 as well, and TLC then says
 * that no error has been found.
 */
export function conclude(record: RunRecord, end: RunEnd): TlcOutcome {
  const { exit } = end;
  const diagnostic = brokenBy(record, end);
  if (diagnostic !== null) return failed(record, diagnostic);
  if (exit.kind === "timeout") {
    const { progress: reached, printed } = record;
    const shown = record.isShowing ? record.shown.slice(0, -1) : record.shown;
    const flaw = flawOf(shown);
    if (flaw !== null) return failed(record, flaw);
    return { kind: "bounded", seconds: exit.seconds, reached, printed, shown };
  }
  const { finding } = record;
  const answer =
    finding === null || end.goesOn === true ? success(record, end.goesOn) : found(record, finding);
  if (answer instanceof Diagnostic) return failed(record, answer);
  if (end.module !== undefined && !hasParsed(record, end.module)) {
    const what = `it has not read the module that it was given, ${end.module}`;
    return failed(record, diagnostics.contradiction(saidBy(answer), what));
  }
  if (exit.kind === "code" && exit.code === EXIT_CODES[answer.kind]) return answer;
  return failed(record, diagnostics.contradiction(saidBy(answer), exitText(exit)));
}

function hasParsed({ parsed }: RunRecord, module: string): boolean {
  const own = asTold(module);
  return [...parsed].some((file) => asTold(file) === own);
}

/** A path without what Java may write otherwise: by its locale, letters beyond ASCII come as `?`. */
function asTold(path: string): string {
  return path.replace(/[^\x20-\x7e]|\?/g, "");
}

const NO_ERROR = "it says that no error has been found";

type Answer = Extract<TlcOutcome, { kind: keyof typeof EXIT_CODES }>;

/** No answer, and how far it came. */
export function failed(record: RunRecord, diagnostic: TlcDiagnostic): TlcOutcome {
  return { kind: "failed", diagnostic, reached: record.progress };
}

/** What kept the run from its end; the cause that came first. */
export function brokenBy(
  record: RunRecord,
  { exit, stderr, launch, locate, goesOn }: RunEnd,
): TlcDiagnostic | null {
  const told = diagnose(record, stderr, locate);
  if (told !== null) return told;
  if (record.unknown !== null) {
    return diagnostics.unknownMessage(record.unknown.code, words(record.unknown.text));
  }
  if (record.malformed !== null) return diagnostics.malformedOutput(record.malformed);
  if (exit.kind === "timeout") {
    const found = record.finding;
    return found === null || goesOn === true
      ? null
      : diagnostics.traceCut(subject(found), `the time limit of ${exit.seconds} s came first`);
  }
  if (exit.kind === "signal") return diagnostics.killed(exit.signal);
  const signal = record.finished ? undefined : SIGNALLED[exit.code];
  if (signal !== undefined) return diagnostics.killed(signal);
  if (record.finished && record.cut === null) return null;
  const where = record.cut ?? "between two messages";
  return (
    (record.version === null ? launchFailure(launch, [...record.output, stderr]) : null) ??
    diagnostics.truncatedOutput(`${where}, ${exitText(exit)}`)
  );
}

/**
 * A success, if everything that belongs to one is there.
 *
 * @param goesOn whether what has been found does not speak against it
 */
export function success(record: RunRecord, goesOn = false): Answer | TlcDiagnostic {
  const { collision, counts, depth } = record;
  if (collision === null || counts === null || depth === null) {
    const missing = collision === null ? "result" : counts === null ? "statistics" : "depth";
    return diagnostics.truncatedOutput(`without a ${missing}`);
  }
  if (counts.distinct === 0) return diagnostics.noInitialState();
  if (counts.queue > 0) {
    return diagnostics.contradiction(NO_ERROR, `${counts.queue} states are left on its queue`);
  }
  const wrong = goesOn ? record.strayStates : record.states;
  if (wrong.length > 0 || record.positions.length > 0) {
    return diagnostics.contradiction(NO_ERROR, "it prints a counterexample");
  }
  const { printed } = record;
  const shown = goesOn ? record.shown : [];
  return flawOf(shown) ?? { kind: "success", counts, depth, collision, printed, shown };
}

/** What is wrong with a behaviour of several, or null. */
function flawOf(shown: readonly Shown[]): TlcDiagnostic | null {
  for (const { finding, states } of shown) {
    const flaw = traceFlaw(states);
    if (flaw !== null) return diagnostics.traceCut(subject(finding), flaw);
  }
  return null;
}

function found(record: RunRecord, finding: Finding): Answer | TlcDiagnostic {
  const { states, counts } = record;
  const flaw =
    record.strayStates.length > 0 ? "there are states that do not belong to it" : traceFlaw(states);
  if (flaw !== null) return diagnostics.traceCut(subject(finding), flaw);
  const depth = record.depth ?? states.length;
  if (finding.kind !== "temporal") return { ...finding, states, counts, depth };
  const { continuation } = record;
  if (continuation === null)
    return diagnostics.traceCut(subject(finding), "it does not say how it goes on");
  if (
    continuation.kind === "back" &&
    (continuation.state < 1 || continuation.state > states.length)
  ) {
    return diagnostics.traceCut(subject(finding), `state ${continuation.state} is missing`);
  }
  // The search was over before the temporal properties were looked at.
  return { ...finding, states, continuation, counts, depth: record.progress?.depth ?? depth };
}

/** Why these states are not a whole behaviour, or null. */
function traceFlaw(states: readonly TlcState[]): string | null {
  if (states.length === 0) return "it has no state";
  const flawed = states.findIndex(
    ({ number, action }, index) => number !== index + 1 || (action === null) !== (index === 0),
  );
  return flawed === -1 ? null : `state ${flawed + 1} is missing`;
}

function subject(finding: Finding): string {
  switch (finding.kind) {
    case "violated":
      return finding.invariant;
    case "stepViolated":
      return finding.property;
    case "deadlock":
      return "deadlock freedom";
    case "temporal":
      return "a temporal property";
  }
}

function saidBy(answer: Answer): string {
  switch (answer.kind) {
    case "success":
      return NO_ERROR;
    case "violated":
      return `it says that ${answer.invariant} is violated`;
    case "stepViolated":
      return `it says that ${answer.property} is violated`;
    case "deadlock":
      return "it says that a deadlock is reached";
    case "temporal":
      return "it says that a temporal property is violated";
  }
}

function exitText(exit: Exit): string {
  switch (exit.kind) {
    case "code":
      return `its exit code is ${exit.code}`;
    case "signal":
      return `${exit.signal} ended it`;
    case "timeout":
      return `it was stopped after ${exit.seconds} s`;
  }
}
