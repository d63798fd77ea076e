import {
  Diagnostic,
  type DiagnosticDetails,
  type Place,
} from "../../base/diagnostic/diagnostic.js";
import { grouped } from "./words.js";

/** Everything that can be wrong with a trace. */
export type TraceDiagnosticCode =
  | "trace/no-file"
  | "trace/unreadable"
  | "trace/unwritable"
  | "trace/too-large"
  | "trace/too-long"
  | "trace/too-deep"
  | "trace/not-text"
  | "trace/not-json"
  | "trace/cut-off"
  | "trace/not-a-trace"
  | "trace/schema-version"
  | "trace/shape"
  | "trace/platform-name"
  | "trace/unknown-policy"
  | "trace/user-policy"
  | "trace/unknown-property"
  | "trace/unknown-axis"
  | "trace/other-model"
  | "trace/initial-state"
  | "trace/impossible-event"
  | "trace/wrong-state"
  | "trace/wrong-observation"
  | "trace/property-holds"
  | "trace/loop-open"
  | "trace/loop-unfair"
  | "trace/memory-not-plain"
  | "trace/no-initial-state"
  | "trace/no-successor";

type Details = Omit<DiagnosticDetails<TraceDiagnosticCode>, "code" | "blame">;

/** A diagnostic of a file that the user gave. */
export function userDiagnostic(
  code: TraceDiagnosticCode,
  details: Details,
): Diagnostic<TraceDiagnosticCode> {
  return new Diagnostic({ code, blame: "user", ...details });
}

/** A diagnostic of nmicheck itself or of TLC. */
export function toolDiagnostic(
  code: TraceDiagnosticCode,
  details: Details,
): Diagnostic<TraceDiagnosticCode> {
  return new Diagnostic({ code, blame: "tool", ...details });
}

const report =
  "the generated TLA+ and the typed model disagree, which is a bug of nmicheck: please report it.";

const again = "check again: `nmicheck check --out DIR` writes traces of the model as it is now.";

export function noFile(file: string): Diagnostic<TraceDiagnosticCode> {
  return userDiagnostic("trace/no-file", {
    message: `there is no file ${file}.`,
    remedy: "`nmicheck check --out DIR` writes a trace for every property that is violated.",
  });
}

export function unreadable(file: string, cause: unknown): Diagnostic<TraceDiagnosticCode> {
  return userDiagnostic("trace/unreadable", {
    message: `${file} cannot be read: ${reasonOf(cause)}.`,
    remedy: "check the path and its permissions.",
    cause,
  });
}

export function unwritable(file: string, cause: unknown): Diagnostic<TraceDiagnosticCode> {
  return userDiagnostic("trace/unwritable", {
    message: `${file} cannot be written: ${reasonOf(cause)}.`,
    remedy: "check that the folder is there, that you may write to it, and that the disk has room.",
    cause,
  });
}

/** What Node says of a system call, without the call and the path: `permission denied`. */
function reasonOf(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return /^[A-Z]+: (?<reason>[^,]+)/.exec(message)?.groups?.reason ?? message;
}

export function tooLarge(
  file: string,
  bytes: number,
  most: number,
): Diagnostic<TraceDiagnosticCode> {
  const megabytes = (bytes / 2 ** 20).toFixed(1);
  return userDiagnostic("trace/too-large", {
    message: `${file} has ${megabytes} MB. A trace of more than ${most / 2 ** 20} MB is not read.`,
    remedy: "shorten it: any beginning of a behaviour is a behaviour.",
  });
}

export function tooLong(
  events: number,
  most: number,
  place: Place,
): Diagnostic<TraceDiagnosticCode> {
  return userDiagnostic("trace/too-long", {
    message: `the trace has ${grouped(events)} events. More than ${grouped(most)} are not read.`,
    remedy: "shorten it: any beginning of a behaviour is a behaviour.",
    place,
  });
}

export function tooDeep(file: string): Diagnostic<TraceDiagnosticCode> {
  return userDiagnostic("trace/too-deep", {
    message: `${file} is nested too deeply to be a trace.`,
    remedy: again,
  });
}

export function notText(file: string): Diagnostic<TraceDiagnosticCode> {
  return userDiagnostic("trace/not-text", {
    message: `${file} is not a text in UTF-8.`,
    remedy: again,
  });
}

export function notJson(problem: string, place: Place): Diagnostic<TraceDiagnosticCode> {
  return userDiagnostic("trace/not-json", {
    message: `the trace is not JSON: ${problem}.`,
    remedy: "correct the file, or check again to have it written anew.",
    place,
  });
}

/** @param event the event in which the file ends, counted from 1, or null when it is before them */
export function cutOff(event: number | null, place: Place): Diagnostic<TraceDiagnosticCode> {
  const where = event === null ? "before its events" : `in event ${grouped(event)}`;
  return userDiagnostic("trace/cut-off", {
    message: `the trace is cut off: the file ends ${where}.`,
    remedy: "copy the file again, or check again to have it written anew.",
    place,
  });
}

export function notATrace(place: Place): Diagnostic<TraceDiagnosticCode> {
  return userDiagnostic("trace/not-a-trace", {
    message: "this is not a trace: it does not begin with an object that has a `schema`.",
    remedy: again,
    place,
  });
}

export function schemaVersion(
  found: string,
  reads: string,
  place: Place,
): Diagnostic<TraceDiagnosticCode> {
  return userDiagnostic("trace/schema-version", {
    message: `the trace is written in ${found}; this nmicheck reads ${reads}.`,
    remedy: "use the version of nmicheck that wrote it: the field `nmicheck` names it.",
    place,
  });
}

export function shape(problem: string, place: Place): Diagnostic<TraceDiagnosticCode> {
  return userDiagnostic("trace/shape", {
    message: `${problem}.`,
    remedy: "schemas/nmicheck.trace-1.schema.json tells what a trace looks like.",
    place,
  });
}

export function memoryNotPlain(): Diagnostic<TraceDiagnosticCode> {
  return userDiagnostic("trace/memory-not-plain", {
    message: "the memory of the policy is not plain data, so it cannot be written in a trace.",
    remedy: "let the policy keep booleans, numbers, texts, null, and objects and arrays of these.",
  });
}

export function platformMisnamed(
  name: string,
  right: string,
  place: Place,
): Diagnostic<TraceDiagnosticCode> {
  return userDiagnostic("trace/platform-name", {
    message: `the platform is called ${name}, but what is said of it is ${right}.`,
    remedy: again,
    place,
  });
}

export function unknownPolicy(
  name: string,
  known: readonly string[],
  place: Place,
): Diagnostic<TraceDiagnosticCode> {
  return userDiagnostic("trace/unknown-policy", {
    message: `the trace is of the built-in policy ${name}, which this nmicheck does not have.`,
    remedy: `the built-in policies are ${known.join(", ")}.`,
    place,
  });
}

export function userPolicyNeeded(name: string, place: Place): Diagnostic<TraceDiagnosticCode> {
  return userDiagnostic("trace/user-policy", {
    message: `the trace is of the policy ${name}, which does not come with nmicheck.`,
    remedy: "name the policy's file, too: `--policy FILE`.",
    place,
  });
}

export function unknownProperty(
  name: string,
  known: readonly string[],
  place: Place,
): Diagnostic<TraceDiagnosticCode> {
  return userDiagnostic("trace/unknown-property", {
    message: `the trace is of the property ${name}, which this nmicheck does not have.`,
    remedy: `the properties are ${known.join(", ")}.`,
    place,
  });
}

/** A property that there is, and that only machines with axes are asked. */
export function needsAxes(
  name: string,
  known: readonly string[],
  place: Place,
): Diagnostic<TraceDiagnosticCode> {
  return userDiagnostic("trace/unknown-property", {
    message: `the trace is of the property ${name}, which is about machines with axes, and of a machine without.`,
    remedy: `the properties of its machine are ${known.join(", ")}.`,
    place,
  });
}

/** @param found what is wrong with the name or the value */
export function unknownAxis(
  { message, remedy }: Diagnostic,
  place: Place,
): Diagnostic<TraceDiagnosticCode> {
  return userDiagnostic("trace/unknown-axis", {
    message: `the trace is of a machine that this nmicheck does not have: ${message}`,
    ...(remedy === undefined ? {} : { remedy }),
    place,
  });
}

export function otherModel(
  found: { readonly name: string; readonly sha256: string },
  current: { readonly name: string; readonly sha256: string },
  place: Place,
): Diagnostic<TraceDiagnosticCode> {
  const [theirs, ours] = [found, current].map(
    ({ name, sha256 }) => `${name} (SHA-256 ${sha256.slice(0, 12)}…)`,
  );
  return userDiagnostic("trace/other-model", {
    message: `the trace is of another model: it was made with ${theirs}, and this is ${ours}.`,
    remedy: again,
    place,
  });
}

export function wrongInitialState(differs: string, place: Place): Diagnostic<TraceDiagnosticCode> {
  return userDiagnostic("trace/initial-state", {
    message: `the trace does not begin as the model does: ${differs}.`,
    remedy: again,
    place,
  });
}

/** @param event its number, counted from 1, and how it reads */
export function impossibleEvent(
  event: { readonly number: number; readonly text: string },
  reason: string,
  place: Place,
): Diagnostic<TraceDiagnosticCode> {
  return userDiagnostic("trace/impossible-event", {
    message: `event ${grouped(event.number)}, ${event.text}, is not possible there: ${reason}.`,
    remedy: again,
    place,
  });
}

export function wrongState(
  event: { readonly number: number; readonly text: string },
  differs: string,
  place: Place,
): Diagnostic<TraceDiagnosticCode> {
  return userDiagnostic("trace/wrong-state", {
    message: `event ${grouped(event.number)}, ${event.text}, leads to another state in the model: ${differs}.`,
    remedy: again,
    place,
  });
}

export function wrongObservation(
  nmi: number,
  differs: string,
  place: Place,
): Diagnostic<TraceDiagnosticCode> {
  return userDiagnostic("trace/wrong-observation", {
    message: `NMI ${grouped(nmi)} does not show what the trace says of it: ${differs}.`,
    remedy: again,
    place,
  });
}

/** @param holds why it does not */
export function propertyHolds(
  property: string,
  holds: string,
  place: Place,
): Diagnostic<TraceDiagnosticCode> {
  return userDiagnostic("trace/property-holds", {
    message: `the trace should violate ${property}, but ${holds}.`,
    remedy: again,
    place,
  });
}

/** A behaviour that never ends does not come back to where its cycle is said to start. */
export function loopOpen(loop: number, place: Place): Diagnostic<TraceDiagnosticCode> {
  return userDiagnostic("trace/loop-open", {
    message: `the last state of the trace is not the one after event ${grouped(loop)}, where its cycle should start.`,
    remedy: again,
    place,
  });
}

/** The cycle is not one that could go on for ever. */
export function loopUnfair(
  property: string,
  action: string,
  place: Place,
): Diagnostic<TraceDiagnosticCode> {
  return userDiagnostic("trace/loop-unfair", {
    message: `the trace cannot go on so for ever: that would not be fair to ${action}, as ${property} assumes.`,
    remedy: again,
    place,
  });
}

/** A liveness property needs a behaviour that never ends to be violated. */
export function loopMissing(property: string, place: Place): Diagnostic<TraceDiagnosticCode> {
  return userDiagnostic("trace/shape", {
    message: `\`loop\` is missing: only a behaviour that never ends can violate ${property}.`,
    place,
  });
}

/** TLC's first state is not the typed model's. */
export function noInitialState(differs: string): Diagnostic<TraceDiagnosticCode> {
  return toolDiagnostic("trace/no-initial-state", {
    message: `TLC begins in a state in which the typed model does not: ${differs}.`,
    remedy: report,
  });
}

/** @param state its number in TLC's list, counted from 1 */
export function noSuccessor(state: number, reason: string): Diagnostic<TraceDiagnosticCode> {
  return toolDiagnostic("trace/no-successor", {
    message: `TLC's state ${grouped(state)} does not follow from the one before it: ${reason}.`,
    remedy: report,
  });
}
