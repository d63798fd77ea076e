import type { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import type { ExploreDiagnosticCode } from "./diagnostics.js";
import type { Path } from "./executable-model.js";

/** How far an exploration may go. What is not given is not bounded. */
export interface Limits {
  /** Distinct states. */
  readonly maxStates?: number;
  /** States on a path, the initial one included. */
  readonly maxDepth?: number;
  readonly maxSeconds?: number;
  /** Ends the exploration; what was found until then is told. */
  readonly signal?: AbortSignal;
}

/** Why an exploration ended before it had seen every state. */
export type Bound =
  | { readonly bound: "states"; readonly limit: number }
  | { readonly bound: "depth"; readonly limit: number }
  | { readonly bound: "time"; readonly seconds: number }
  | { readonly bound: "memory"; readonly bytes: number }
  | { readonly bound: "cancelled" }
  /** A property was violated without which the others mean nothing. */
  | { readonly bound: "violation"; readonly property: string };

/** What an exploration says of one property. */
export type Answer<State, Event> =
  /** Every reachable state was checked. */
  | { readonly answer: "holds" }
  /** `path` is a shortest one to a state without the property. */
  | { readonly answer: "violated"; readonly path: Path<State, Event> }
  /** Nothing was found until the exploration was stopped. */
  | { readonly answer: "bounded"; readonly bound: Bound }
  /** Nothing was found until the model broke. */
  | { readonly answer: "failed"; readonly diagnostic: Diagnostic<ExploreDiagnosticCode> };

/** What an earlier run found, and this one took over. */
export interface TakenOver {
  /** Different states found. */
  readonly distinct: number;
  /** Those of them whose successors were computed. */
  readonly expanded: number;
}

/** How far an exploration has come. */
export interface Progress {
  /** Different states found. */
  readonly distinct: number;
  /** As TLC counts: the initial state and every successor computed, known states included. */
  readonly generated: number;
  /** States found whose successors are not computed yet. */
  readonly queue: number;
  /** As TLC counts: states on the longest of all shortest paths, the initial state included. */
  readonly depth: number;
  readonly seconds: number;
  /** What of it came from a checkpoint; nothing if all was found in these seconds. */
  readonly known?: TakenOver;
  /** Bytes for states and what tells them apart, where that is known. */
  readonly bytes?: number;
}

/** What an exploration found out. */
export interface Exploration<State, Event, P extends string>
  extends Omit<Progress, "queue" | "bytes" | "known"> {
  /** One answer for each property asked about, in the order of the model. */
  readonly answers: ReadonlyMap<P, Answer<State, Event>>;
}

/** A bound in words, to stand after "nothing found within". */
export function boundText(bound: Bound): string {
  switch (bound.bound) {
    case "states":
      return `${bound.limit} distinct states`;
    case "depth":
      return `paths of ${bound.limit} states`;
    case "time":
      return bound.seconds === 1 ? "1 second" : `${bound.seconds} seconds`;
    case "violation":
      return `the states before ${bound.property} was violated`;
    case "memory":
      return `${Math.round(bound.bytes / 2 ** 20)} MiB of memory`;
    case "cancelled":
      return "the time until it was cancelled";
  }
}
