import { Diagnostic, type Place } from "../../base/diagnostic/diagnostic.js";
import type { TlcDiagnostic, TlcDiagnosticCode } from "./diagnostics.js";

/** What TLC said of itself, as data: each kind of failure has one title and one remedy. */
const told = {
  "tlc/usage": {
    blame: "tool",
    title: "TLC refused its command line",
    remedy: "if the jar is one of your own, try the one that `nmicheck setup` fetches.",
  },
  "tlc/parse-error": {
    blame: "user",
    title: "TLC could not parse the specification",
    remedy: "correct the specification at this place.",
  },
  "tlc/config-error": {
    blame: "user",
    title: "TLC refused the configuration",
    remedy: "correct the .cfg file, or the specification it speaks of.",
  },
  "tlc/assumption-false": {
    blame: "user",
    title: "An assumption of the specification does not hold",
    remedy: "give constants that the ASSUME allows.",
  },
  "tlc/evaluation-error": {
    blame: "user",
    title: "TLC could not evaluate the specification",
    remedy: "correct the model at this place: it must have a value in every reachable state.",
  },
  "tlc/other-property": {
    blame: "tool",
    title: "TLC reports a violation that is not of an invariant",
    remedy: "name invariants only in the .cfg file.",
  },
  "tlc/out-of-memory": {
    blame: "tool",
    title: "Java ran out of memory",
    remedy: "give TLC a larger heap with `--heap`, or check a smaller configuration.",
  },
  "tlc/stack-overflow": {
    blame: "user",
    title: "TLC ran out of stack",
    remedy: "look for a recursion without an end, or split a very deep expression.",
  },
  "tlc/disk-full": {
    blame: "tool",
    title: "The disk for TLC's files is full",
    remedy: "free some space, or set TMPDIR to a folder that has more.",
  },
  "tlc/disk-error": {
    blame: "tool",
    title: "TLC could not read or write its files",
    remedy: "see that the folder in TMPDIR is writable and sound.",
  },
  "tlc/internal-error": {
    blame: "tool",
    title: "TLC failed in itself",
    remedy: "run it again; if it fails again, try another jar with `--tlc-jar`.",
  },
} as const satisfies Partial<
  Record<TlcDiagnosticCode, { blame: "user" | "tool"; title: string; remedy: string }>
>;

/** The failures that TLC puts in words of its own. */
export type ToldDiagnosticCode = keyof typeof told;

/** Whether `code` is one of the failures that TLC puts in words of its own. */
export function isTold(code: string): code is ToldDiagnosticCode {
  return Object.hasOwn(told, code);
}

/** A failure in TLC's own `words`, at `place` where TLC told one. */
export function toldByTlc(code: ToldDiagnosticCode, words: string, place?: Place): TlcDiagnostic {
  const { blame, title, remedy } = told[code];
  const message = words === "" ? `${title}.` : `${title}: ${words}`;
  return new Diagnostic({
    code,
    blame,
    message,
    remedy,
    ...(place === undefined ? {} : { place }),
  });
}

/** TLC found no initial state: it calls that a success. */
export function noInitialState(): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/no-initial-state",
    blame: "user",
    message:
      "No state satisfies Init: TLC checked nothing, though it says that no error has been found.",
    remedy: "correct the initial state, or the constants it depends on.",
  });
}

/** A signal that nmicheck did not send ended Java; `how` names it. */
export function killed(how: string): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/killed",
    blame: "tool",
    message: `TLC was killed from outside (${how}) before it had finished.`,
    remedy:
      "run it again; on Linux `dmesg` tells whether the kernel killed it for want of memory, then lower `--heap` or `--workers`.",
  });
}

/** The output stops short of what a finished run prints; `how` tells where. */
export function truncatedOutput(how: string): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/truncated-output",
    blame: "tool",
    message: `TLC's output ends before TLC had finished (${how}).`,
    remedy: "run it again; if it happens again, try another jar with `--tlc-jar`.",
  });
}

/** A violation was told, and its counterexample is not whole. */
export function traceCut(invariant: string, how: string): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/trace-cut",
    blame: "tool",
    message: `TLC found a violation of ${invariant}, but its counterexample is not whole (${how}).`,
    remedy: "run it again, with a longer `--timeout` if there is one.",
  });
}

/** The output has a message code that no known release of TLC has. */
export function unknownMessage(code: number, text: string): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/unknown-message",
    blame: "tool",
    message: `TLC sent a message with the unknown code ${code}: ${text}`,
    remedy: "use the jar that `nmicheck setup` fetches.",
  });
}

/** The output does not follow its own rules; `what` tells where. */
export function malformedOutput(what: string): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/malformed-output",
    blame: "tool",
    message: `TLC's output cannot be read: ${what}.`,
    remedy: "use the jar that `nmicheck setup` fetches.",
  });
}

/** What TLC said and what else it said or did cannot both be. */
export function contradiction(said: string, exit: string): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/contradiction",
    blame: "tool",
    message: `TLC contradicts itself: ${said}, but ${exit}.`,
    remedy: "run it again; if it happens again, try another jar with `--tlc-jar`.",
  });
}

/** A line of the dumped graph is of no known form. */
export function dumpMalformed(path: string, line: number, text: string): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/dump-malformed",
    blame: "tool",
    message: "TLC's dump of the state graph has a line that cannot be read.",
    remedy: "use the jar that `nmicheck setup` fetches.",
    place: { file: path, line, column: 1, source: text },
  });
}

/** The dumped graph does not come to its end. */
export function dumpCut(path: string): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/dump-cut",
    blame: "tool",
    message: `TLC's dump of the state graph in ${path} is not whole: its end is missing.`,
    remedy: "see that the disk is not full, and run it again.",
  });
}
