import { isDeepStrictEqual } from "node:util";
import type { Answer, EnginePosition, EngineState, Expected, ExpectedState } from "../engine.js";

/** What the two sides may disagree about, in the kernel's words. */
export type Aspect =
  | "answer"
  | "claimed"
  | "outcome"
  | "position"
  | "ip"
  | "last_nmi_rip"
  | "swallow_nmi"
  | "status bits"
  | "NMI pending"
  | "claimed by NMI_UNKNOWN"
  | "reason"
  | "reruns"
  | "second NMI pending"
  | "LVTPC masked"
  | "SERR"
  | "IOCHK"
  | "SERR disabled"
  | "IOCHK disabled"
  | "own source"
  | "panicked"
  | "edge on its way"
  | "handler 0 forgives"
  | "summoned"
  | "sources of the pending NMI"
  | "sources of the second pending NMI";

/** One aspect of an answer as both sides have it. */
export interface Compared {
  readonly aspect: Aspect;
  readonly model: unknown;
  readonly engine: unknown;
  readonly differs: boolean;
}

function compared(aspect: Aspect, model: unknown, engine: unknown): Compared {
  return { aspect, model, engine, differs: !isDeepStrictEqual(model, engine) };
}

/** What only a machine with the axis has. */
const ofAxes = [
  ["secondPending", "second NMI pending"],
  ["lvtpcMasked", "LVTPC masked"],
  ["serr", "SERR"],
  ["iochk", "IOCHK"],
  ["serrOff", "SERR disabled"],
  ["iochkOff", "IOCHK disabled"],
  ["ownSource", "own source"],
  ["panicked", "panicked"],
  ["inFlight", "edge on its way"],
  ["forgives", "handler 0 forgives"],
  ["summoned", "summoned"],
  ["sources", "sources of the pending NMI"],
  ["secondSources", "sources of the second pending NMI"],
] as const satisfies readonly (readonly [keyof EngineState, Aspect])[];

/** Nothing that an engine tells of its state is left out. */
type Told = "rip" | "lastNmiRip" | "swallowNmi" | "active" | "pending" | (typeof ofAxes)[number][0];
true satisfies Exclude<keyof EngineState, Told> extends never ? true : false;

/** Aspects that one side at least has. */
function comparedIfThere(
  pairs: readonly (readonly [Aspect, unknown, unknown])[],
): readonly Compared[] {
  return pairs
    .filter(([, model, engine]) => model !== undefined || engine !== undefined)
    .map(([aspect, model, engine]) => compared(aspect, model ?? null, engine ?? null));
}

function comparedState(model: ExpectedState, engine: EngineState): readonly Compared[] {
  return [
    compared("ip", model.rip, engine.rip),
    ...(model.lastNmiRip === undefined
      ? []
      : [compared("last_nmi_rip", model.lastNmiRip, engine.lastNmiRip)]),
    // A policy's memory that the engine cannot be asked for.
    ...(model.swallowNmi === undefined
      ? []
      : [compared("swallow_nmi", model.swallowNmi, engine.swallowNmi)]),
    compared("status bits", model.active, engine.active),
    compared("NMI pending", model.pending, engine.pending),
    ...comparedIfThere(ofAxes.map(([field, aspect]) => [aspect, model[field], engine[field]])),
  ];
}

function positionText(position: EnginePosition): string {
  switch (position.at) {
    case "run":
      return "outside of NMI context";
    case "enter":
      return `before the call of handler ${position.handler}, which one CPU at a time runs`;
    case "polling":
      return `before the poll of slot ${position.slot} of handler ${position.handler}`;
    case "decide":
      return "before the decision";
    case "port":
      return "in the decision, with nmi_reason_lock";
  }
}

function summary(answer: Expected): string {
  return answer.kind === "refused" ? `refused (${answer.code}): ${answer.message}` : answer.kind;
}

/** Both sides of an answer, aspect by aspect; what either side does not tell is left out. */
export function compare(model: Expected, engine: Answer): readonly Compared[] {
  if (model.kind === "nmi" && engine.kind === "nmi") {
    const ended = [
      compared("claimed", model.claimed, engine.claimed),
      compared("outcome", model.outcome, engine.outcome),
      ...comparedIfThere([
        ["claimed by NMI_UNKNOWN", model.claimedUnknown, engine.claimedUnknown],
        ["reason", model.reason, engine.reason],
        ["reruns", model.reruns, engine.reruns],
      ]),
    ];
    if (model.state === undefined || engine.state === undefined) return ended;
    return [...ended, ...comparedState(model.state, engine.state)];
  }
  if (model.kind === "state" && engine.kind === "state") {
    return comparedState(model.state, engine.state);
  }
  if (model.kind === "position" && engine.kind === "position") {
    return [compared("position", positionText(model.position), positionText(engine.position))];
  }
  if (model.kind === "refused" && engine.kind === "refused") {
    // The words are each engine's own.
    return [compared("answer", `refused (${model.code})`, `refused (${engine.code})`)];
  }
  return [compared("answer", summary(model), summary(engine))];
}

function sameList(left: readonly unknown[], right: readonly unknown[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}

/** What an axis adds to a state: a flag, or a list of numbers. */
function sameValue(
  left: ExpectedState[(typeof ofAxes)[number][0]],
  right: EngineState[(typeof ofAxes)[number][0]],
): boolean {
  if (typeof left !== "object" || typeof right !== "object") return left === right;
  return sameList(left, right);
}

function sameState(left: ExpectedState, right: EngineState): boolean {
  return (
    left.rip === right.rip &&
    (left.lastNmiRip === undefined || left.lastNmiRip === right.lastNmiRip) &&
    (left.swallowNmi === undefined || left.swallowNmi === right.swallowNmi) &&
    left.pending === right.pending &&
    ofAxes.every(([field]) => sameValue(left[field], right[field])) &&
    left.active.length === right.active.length &&
    left.active.every((bits, handler) => sameList(bits, right.active[handler] ?? []))
  );
}

/**
 * Whether the two sides agree in all that both tell: exactly when nothing of `compare` differs, but
 * it is asked of every NMI, and several times as fast.
 */
export function agrees(model: Expected, engine: Answer): boolean {
  if (model.kind === "nmi" && engine.kind === "nmi") {
    if (model.outcome !== engine.outcome || !sameList(model.claimed, engine.claimed)) return false;
    if (model.reason !== engine.reason) return false;
    if (!isDeepStrictEqual(model.claimedUnknown, engine.claimedUnknown)) return false;
    if (!isDeepStrictEqual(model.reruns, engine.reruns)) return false;
    if (model.state === undefined || engine.state === undefined) return true;
    return sameState(model.state, engine.state);
  }
  if (model.kind === "state" && engine.kind === "state")
    return sameState(model.state, engine.state);
  if (model.kind === "position" && engine.kind === "position")
    return isDeepStrictEqual(model.position, engine.position);
  if (model.kind === "refused" && engine.kind === "refused") return model.code === engine.code;
  return model.kind === "done" && engine.kind === "done";
}
