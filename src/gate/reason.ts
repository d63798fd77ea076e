import type { Blame, Place } from "../fault/fault.js";

/** Why a gate does not pass. */
export type ReasonCode =
  /** The verdict is another one than the config expects. */
  | "verdict"
  /** There is no verdict: the time or the memory was over. */
  | "undecided"
  /** There is no verdict: a tool or the policy broke. */
  | "failed"
  /** Nobody has answered what the gate asks. */
  | "unanswered"
  | "pin-missing"
  | "pin-malformed"
  | "pin-other-platform"
  | "pin-differs"
  | "pin-left-over"
  | "gate-dropped"
  | "replay-diverges"
  | "replay-failed"
  | "not-by-tlc"
  | "jar-unverified"
  | "stale-tla"
  | "action-never-fired"
  | "precondition-never-met"
  | "branch-never-taken"
  | "never-reached-is-reached"
  | "trivial"
  | "witnesses-disagree"
  | "conformance";

/** One reason, in words for a person. */
export interface Reason {
  readonly code: ReasonCode;
  /** One sentence, with a full stop. */
  readonly message: string;
  /** Lines below it: a difference event by event, say. */
  readonly details: readonly string[];
  /** What is meant: a line of the policy, of the config, or of a file of pins. */
  readonly place: Place | null;
  /** Null: it is not as expected. Else who can mend what broke. */
  readonly blame: Blame | null;
}

/** A reason without a place and without details, which says that something is not as expected. */
export function reason(code: ReasonCode, message: string, more: Partial<Reason> = {}): Reason {
  return { code, message, details: [], place: null, blame: null, ...more };
}
