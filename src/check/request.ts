import type { NmiProperty } from "../explore/nmi-model.js";
import type { Subject } from "./result.js";

/** What to check. */
export interface CheckRequest {
  readonly subjects: readonly Subject[];
  readonly properties: readonly NmiProperty[];
  /** The version of nmicheck, for the traces. */
  readonly version: string;
  /** Ends all that runs; what is not answered by then is `bounded`. */
  readonly signal?: AbortSignal;
  /** For each run of a checker. */
  readonly timeoutSeconds?: number;
}

/** How far a check has come. */
export interface CheckProgress {
  readonly subject: Subject;
  readonly distinct: number;
  readonly generated: number;
  readonly queue: number;
  readonly depth: number;
  readonly seconds: number;
}
