import { type Blame, Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { counted, grouped } from "../../machine/trace/words.js";

/** The codes of what keeps a question from its answer, apart from the checkers' own diagnostics. */
export type CheckDiagnosticCode =
  | "check/type-ok"
  | "check/deadlock"
  | "check/other-invariant"
  | "check/not-a-record"
  | "check/not-of-a-record"
  | "check/half-recorded"
  | "check/records-differ"
  | "check/witnesses-disagree"
  | "check/no-counterexample"
  | "check/counts-differ"
  | "check/model-fails"
  | "check/unanswered"
  | "check/answered-twice"
  | "check/stray-answer"
  | "check/replay-diverges"
  | "check/replay-unsupported"
  | "check/not-replayed"
  | "check/over-budget";

/** What of a diagnostic is part of another one. */
type Failed = Pick<Diagnostic, "blame" | "message" | "remedy" | "place">;

const REPORT = "this is a mistake in nmicheck: please report it, with the command.";

/** A variable left its declared range: `what` says which, `events` how it comes to that. */
export function leftItsRange(
  what: string,
  events: string,
  blame: Blame,
): Diagnostic<CheckDiagnosticCode> {
  return new Diagnostic({
    code: "check/type-ok",
    blame,
    message: `${what}. Events: ${events}.`,
    remedy:
      blame === "user"
        ? "keep the memory in its range (`Math.min`, `Math.max`), or declare a wider one."
        : REPORT,
  });
}

/** TLC met a state without a successor, which no model of an NMI has: edges arrive at any time. */
export function deadlock(): Diagnostic<CheckDiagnosticCode> {
  return new Diagnostic({
    code: "check/deadlock",
    blame: "tool",
    message: "a reachable state has no successor at all.",
    remedy: REPORT,
  });
}

/** TLC tells of a violation of something, `what`, that the `.cfg` file does not ask about. */
export function otherViolation(what: string): Diagnostic<CheckDiagnosticCode> {
  return new Diagnostic({
    code: "check/other-invariant",
    blame: "tool",
    message: `TLC reports ${what}, which it was not asked about.`,
    remedy: REPORT,
  });
}

/** TLC prints `text`, which is no record, where it prints nothing else. */
export function notARecord(text: string): Diagnostic<CheckDiagnosticCode> {
  const line = text.replace(/\s+/g, " ");
  const start = line.length > 60 ? `${line.slice(0, 60)}…` : line;
  return new Diagnostic({
    code: "check/not-a-record",
    blame: "tool",
    message: `TLC prints \`${start}\`, which is not a record.`,
    remedy: REPORT,
  });
}

/** The behaviour that TLC shows as number `index` is not one of what its records before it say. */
export function notOfARecord(index: number): Diagnostic<CheckDiagnosticCode> {
  return new Diagnostic({
    code: "check/not-of-a-record",
    blame: "tool",
    message: `TLC's counterexample ${index} of a run is not one of the machine and the properties that its records name.`,
    remedy: REPORT,
  });
}

/** What TLC says of a property after the last state, `answer`, does not fit what it has shown before. */
export function halfRecorded(answer: string): Diagnostic<CheckDiagnosticCode> {
  const shown = answer === "violated" ? "shows no violation" : "shows a violation";
  return new Diagnostic({
    code: "check/half-recorded",
    blame: "tool",
    message: `TLC says \`${answer}\` after the last state, and ${shown}.`,
    remedy: REPORT,
  });
}

/** TLC's own counts of a run are not those that it has recorded of the machines. */
export function recordsDiffer(
  what: string,
  counted: number,
  recorded: number,
): Diagnostic<CheckDiagnosticCode> {
  return new Diagnostic({
    code: "check/records-differ",
    blame: "tool",
    message: `TLC counts ${grouped(counted)} ${what} of all machines of a run, and its records of them say ${grouped(recorded)}.`,
    remedy: REPORT,
  });
}

/** The typed model and TLC do not say the same. */
export function witnessesDisagree(model: string, tlc: string): Diagnostic<CheckDiagnosticCode> {
  return new Diagnostic({
    code: "check/witnesses-disagree",
    blame: "tool",
    message: `the typed model says \`${model}\`, but ${tlc}: nmicheck has a mistake.`,
    remedy: REPORT,
  });
}

/** What TLC shows of a behaviour that never ends is no counterexample; `why` stands after "it". */
export function noCounterexample(why: string): Diagnostic<CheckDiagnosticCode> {
  return new Diagnostic({
    code: "check/no-counterexample",
    blame: "tool",
    message: `what TLC shows as a counterexample ${why}.`,
    remedy: REPORT,
  });
}

/** TLC and the explorer have both seen every state, and not the same number of them. */
export function countsDiffer(
  what: string,
  tlc: number,
  explorer: number,
): Diagnostic<CheckDiagnosticCode> {
  return new Diagnostic({
    code: "check/counts-differ",
    blame: "tool",
    message: `TLC counts ${grouped(tlc)} ${what}, and the explorer ${grouped(explorer)}: nmicheck has a mistake.`,
    remedy: REPORT,
  });
}

/** The typed model fails when it is executed, and TLC, which says `said`, has not met that. */
export function modelFails(
  { blame, message, remedy, place }: Failed,
  said: string,
): Diagnostic<CheckDiagnosticCode> {
  return new Diagnostic({
    code: "check/model-fails",
    blame,
    message: `TLC says \`${said}\`, but the model fails when it is executed: ${message}`,
    remedy: remedy ?? REPORT,
    ...(place === undefined ? {} : { place }),
  });
}

/** A question was left without an answer. */
export function unanswered(): Diagnostic<CheckDiagnosticCode> {
  return new Diagnostic({
    code: "check/unanswered",
    blame: "tool",
    message: "the checker did not answer this question.",
    remedy: REPORT,
  });
}

/** A question has several answers, of which at most one is its own. */
export function answeredTwice(answers: number): Diagnostic<CheckDiagnosticCode> {
  return new Diagnostic({
    code: "check/answered-twice",
    blame: "tool",
    message: `${answers} answers came to this question, and it has one.`,
    remedy: REPORT,
  });
}

/** Something answers `question`, which was not asked. */
export function strayAnswer(question: string): Diagnostic<CheckDiagnosticCode> {
  return new Diagnostic({
    code: "check/stray-answer",
    blame: "tool",
    message: `an answer came to a question that was not asked: ${question}.`,
    remedy: REPORT,
  });
}

/** An engine did something else than the counterexample says; `difference` shows both sides. */
export function replayDiverges(
  engine: string,
  difference: string,
): Diagnostic<CheckDiagnosticCode> {
  return new Diagnostic({
    code: "check/replay-diverges",
    blame: "tool",
    message: `the counterexample does not happen on ${engine}: ${difference}`,
    remedy: REPORT,
  });
}

/**
 * An engine cannot do what the counterexample asks of it. A user's policy may be one that the engine
 * which was named does not know; a built-in one it must play.
 */
export function replayUnsupported(
  engine: string,
  reason: string,
  policy: "builtIn" | "file",
): Diagnostic<CheckDiagnosticCode> {
  const isUsers = policy === "file";
  return new Diagnostic({
    code: "check/replay-unsupported",
    blame: isUsers ? "user" : "tool",
    message: `${engine} cannot play the counterexample: ${reason}.`,
    remedy: isUsers
      ? "name an engine that plays it: `model`, or a kernel with that policy."
      : REPORT,
  });
}

/** A counterexample was played so many times, and was to be played once. */
export function notReplayed(times: number): Diagnostic<CheckDiagnosticCode> {
  return new Diagnostic({
    code: "check/not-replayed",
    blame: "tool",
    message: `the counterexample was to be played once, and was played ${counted(times, "time")}.`,
    remedy: REPORT,
  });
}

/** A run may need more memory than there is for all of them together; both in bytes. */
export function overBudget(needed: number, budget: number): Diagnostic<CheckDiagnosticCode> {
  const mebibytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MiB`;
  return new Diagnostic({
    code: "check/over-budget",
    blame: "user",
    message: `a run may take ${mebibytes(needed)} of memory, and there are ${mebibytes(budget)} for it.`,
    remedy: "give more (`--memory`), or less to each run (`--heap`).",
  });
}
