import type { Progress } from "../../checkers/explore/exploration.js";
import type { ReductionName } from "../../checkers/packed/reductions.js";
import type { NmiLivenessProperty, NmiProperty } from "../../machine/model/property-names.js";
import type { Subject } from "../../machine/subject.js";
import type { MemoryBudget } from "./memory-budget.js";

/** How the explorer is to work; what is not given is chosen. */
export interface ExplorationSettings {
  /** None by default: then the counts are those of the model as written. */
  readonly reductions?: readonly ReductionName[];
  /** Bytes of memory for states and the visited set; past it the answer is `bounded`. */
  readonly heapBytes?: number;
  /** Memory that the exploration shares with what runs beside it. */
  readonly budget?: MemoryBudget;
  /** A folder in which long explorations are saved, and from which they go on. */
  readonly checkpointFolder?: string;
  /** Threads for a large state space; as many as there are cores by default. */
  readonly workers?: number;
}

/** What to check. */
export interface CheckRequest {
  readonly subjects: readonly Subject[];
  /** Of every state; what only machines with axes have is not asked of the core. */
  readonly properties: readonly NmiProperty[];
  /** What must happen eventually; nothing by default. */
  readonly liveness?: readonly NmiLivenessProperty[];
  /** The version of nmicheck, for the traces. */
  readonly version: string;
  /** Ends all that runs; what is not answered by then is `bounded`. */
  readonly signal?: AbortSignal;
  /** For each run of a checker. */
  readonly timeoutSeconds?: number;
  readonly exploration?: ExplorationSettings;
}

/** How far the run about one subject has come. */
export interface CheckProgress extends Progress {
  readonly subject: Subject;
  /** Bytes of memory that TLC's processes on this machine have, where the system tells. */
  readonly residentBytes?: number;
}
