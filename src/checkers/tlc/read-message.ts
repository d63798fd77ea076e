import type { TlcEvent } from "./events.js";
import { type MessageCode, type MessageRole, messageCode } from "./message-codes.js";
import {
  backToState,
  coverageOfAction,
  coverageOfExpression,
  depth,
  initialViolated,
  invariantViolated,
  mode,
  progress,
  recovered,
  state,
  stats,
  stepViolated,
  stuttering,
  success,
} from "./message-texts.js";
import type { Message } from "./messages.js";
import { regionsIn } from "./region.js";
import { isTold, type ToldDiagnosticCode } from "./run-diagnostics.js";

/** The event that a message of TLC's is. */
export function readMessage(message: Message): TlcEvent {
  const known = messageCode(message.code);
  if (known === undefined) {
    return { kind: "unknown", code: message.code, text: fullText(message) };
  }
  if (isGrave(message) && !GRAVE.has(known.role) && !isTold(known.role)) {
    return error(known, message, "tlc/internal-error");
  }
  const event = eventOf(known, message);
  if (event !== null) return event;
  const said = JSON.stringify(fullText(message));
  return { kind: "malformed", what: `message ${known.code} (${known.name}) says ${said}` };
}

/** What TLC tells with the severity of an error, though it is not the reason of a failure. */
const GRAVE: ReadonlySet<MessageRole> = new Set<MessageRole>([
  "invariant-violated",
  "step-violated",
  "initial-violated",
  "deadlock",
  "temporal-violated",
  "heading",
  "positions",
]);

/** The event, or null if the message does not say what its code promises. */
function eventOf(known: MessageCode, message: Message): TlcEvent | null {
  const { text } = message;
  switch (known.role) {
    case "parsing-started":
    case "parsing-finished":
    case "started":
    case "finished":
    case "init-computing":
    case "deadlock":
    case "temporal-violated":
      return { kind: known.role };
    case "version":
      return { kind: "version", version: text.trim() };
    case "init-computed":
      return { kind: "init-computed", text };
    case "positions":
      return { kind: "positions", regions: regionsIn(text) };
    case "progress":
      return progress(text);
    case "stats":
      return stats(text);
    case "depth":
      return depth(text);
    case "success":
      return success(text);
    case "invariant-violated":
      return invariantViolated(text);
    case "step-violated":
      return stepViolated(text);
    case "initial-violated":
      return initialViolated(text);
    case "state":
      return state(text);
    case "back-to-state":
      return backToState(text);
    case "stuttering":
      return stuttering(text);
    // Nothing depends on these: another form of them in another release of TLC does no harm.
    case "mode":
      return mode(text) ?? note(known, message);
    case "recovered":
      return recovered(text) ?? note(known, message);
    case "coverage-action":
      return coverageOfAction(text) ?? note(known, message);
    case "coverage-expression":
      return coverageOfExpression(text) ?? note(known, message);
    case "heading":
    case "note":
      return note(known, message);
    default:
      return message.severity === "warning" && !isWrongModel(known)
        ? note(known, message)
        : error(known, message, reason(message) ?? known.role);
  }
}

/**
 * TLC leaves a value alone that `EXCEPT` changes where it has no such item, with a warning: it has
 * not checked the model that was meant.
 */
function isWrongModel({ name }: MessageCode): boolean {
  return name === "TLC_EXCEPT_APPLIED_TO_UNKNOWN_FIELD";
}

function isGrave(message: Message): boolean {
  return message.severity === "error" || message.severity === "bug";
}

function note({ code, name }: MessageCode, message: Message): TlcEvent {
  return { kind: "note", code, name, text: fullText(message) };
}

function error(
  { code, name }: MessageCode,
  message: Message,
  failure: ToldDiagnosticCode,
): TlcEvent {
  return { kind: "error", code, name, failure, text: fullText(message) };
}

/** The kind of failure that a message inside this one tells; GENERAL (1000) wraps all kinds. */
function reason(message: Message): ToldDiagnosticCode | null {
  for (const inner of message.nested) {
    const role = messageCode(inner.code)?.role;
    if (role !== undefined && isTold(role)) return role;
  }
  return null;
}

/** Its own text and that of the messages inside it, which tell the reason. */
function fullText(message: Message): string {
  return [message.text, ...message.nested.map(fullText)].filter((text) => text !== "").join("\n");
}
