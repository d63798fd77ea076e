import { z } from "zod";
import { asTyped } from "../../base/package/program-name.js";

/** Why a gate does not pass. */
export const reasonCodes = [
  /** The verdict is another one than the config expects. */
  "verdict",
  /** There is no verdict: the time or the memory was over. */
  "undecided",
  /** There is no verdict: a tool or the policy broke. */
  "failed",
  /** It holds on the gate's machine, and is not proven for every chain, which the gate asks. */
  "not-proven",
  /** Nobody has answered what the gate asks. */
  "unanswered",
  "pin-missing",
  "pin-malformed",
  "pin-other-platform",
  "pin-differs",
  "pin-left-over",
  "gate-dropped",
  "replay-diverges",
  "jar-unverified",
  "stale-tla",
  "action-never-fired",
  "precondition-never-met",
  "branch-never-taken",
  "never-reached-is-reached",
  "trivial",
  "witnesses-disagree",
  "conformance",
] as const;

export type ReasonCode = (typeof reasonCodes)[number];

/** A place in a file of the user's. */
export const placeSchema = z
  .strictObject({
    file: z.string(),
    line: z.int().min(1),
    column: z.int().min(1),
    source: z.string().exactOptional(),
    caret: z.int().exactOptional(),
  })
  .readonly();

/** One reason, in words for the user. */
export const reasonSchema = z
  .strictObject({
    code: z.enum(reasonCodes),
    /** One sentence, with a full stop. */
    message: z.string(),
    /** Lines below it: a difference event by event, say. */
    details: z.array(z.string()).readonly(),
    /** What is meant: a line of the policy, of the config, or of a file of pins. */
    place: placeSchema.nullable(),
    /** Null: it is not as expected. Else who can fix what broke. */
    blame: z.enum(["user", "tool"]).nullable(),
  })
  .readonly();

export type Reason = z.infer<typeof reasonSchema>;

/**
 * A reason without a place and without details, which says that something is not as expected. Commands
 * in its details are as the person types them.
 */
export function reason(code: ReasonCode, message: string, more: Partial<Reason> = {}): Reason {
  const { details = [], ...rest } = more;
  return { code, message, details: details.map(asTyped), place: null, blame: null, ...rest };
}
