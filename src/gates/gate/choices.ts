import type { CheckProgress } from "../../analyses/check/request.js";
import type { GateStep } from "./progress.js";

/** How gates are to be run. */
export interface GateChoices {
  readonly version: string;
  /** TLC, unless the user has said otherwise: then the report says so. */
  readonly checker: "tlc" | "explorer";
  readonly tlcJar?: string;
  readonly workers?: number;
  /** Memory of each run of TLC, as Java takes it. */
  readonly heap?: string;
  /** Bytes that all which runs at once may take together; most of the machine's if not given. */
  readonly memoryBytes?: number;
  readonly timeoutSeconds?: number;
  readonly signal?: AbortSignal;
  /** The gates to run, by name; all if not given. */
  readonly only?: readonly string[];
  /** Whether certificates of earlier runs may answer; true if not given. */
  readonly cache?: boolean;
}

/** Who hears of gates while they run. */
export interface GateListeners {
  readonly onProgress?: (progress: CheckProgress) => void;
  readonly onRemark?: (text: string) => void;
  readonly onStep?: (step: GateStep) => void;
  /** Told of the bytes of memory that are planned for what runs, whenever they change. */
  readonly onPlan?: (bytes: number) => void;
}
