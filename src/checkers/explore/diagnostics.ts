import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { eventText, type ModelEvent } from "./executable-model.js";
import { canonicalText } from "./state-keys.js";

export type ExploreDiagnosticCode = "explore/model-error" | "explore/inconsistent-model";

/** What the model was asked for. */
export type AskedOfModel =
  | "initial"
  | { readonly event: ModelEvent }
  | { readonly invariant: string };

/** A state, and how many events lie on the way to it. */
export interface Reached {
  readonly state: object;
  readonly steps: number;
}

/**
 * The model threw an error where it should have given an answer, for example because it read
 * outside an array.
 */
export function modelError(
  asked: AskedOfModel,
  at: Reached | null,
  cause: unknown,
): Diagnostic<ExploreDiagnosticCode> {
  const events = at?.steps === 1 ? "1 event" : `${at?.steps} events`;
  const where = at === null ? "" : `, in the state ${canonicalText(at.state)} after ${events}`;
  return new Diagnostic({
    code: "explore/model-error",
    blame: "user",
    message: `the model failed in ${askedText(asked)}${where}. ${reasonOf(cause)}.`,
    remedy: "correct the model or the policy: it must give an answer in every reachable state.",
    ...(cause instanceof Diagnostic && cause.place !== undefined ? { place: cause.place } : {}),
    cause,
  });
}

/** What was thrown, without a full stop. A policy from a file throws diagnostics, which say it in words. */
function reasonOf(cause: unknown): string {
  if (cause instanceof Diagnostic) return cause.message.replace(/\.$/, "");
  return cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause);
}

/** The model refused an event in a state in which it had allowed it. */
export function inconsistentModel(
  event: ModelEvent,
  state: object,
): Diagnostic<ExploreDiagnosticCode> {
  const where = `${eventText(event)} in the state ${canonicalText(state)}`;
  return new Diagnostic({
    code: "explore/inconsistent-model",
    blame: "user",
    message: `the model first allowed the event ${where}, then refused it.`,
    remedy: "let the model and the policy depend on nothing but their arguments.",
  });
}

function askedText(asked: AskedOfModel): string {
  if (asked === "initial") return "the initial state";
  if ("event" in asked) return `the event ${eventText(asked.event)}`;
  return `the property ${asked.invariant}`;
}
