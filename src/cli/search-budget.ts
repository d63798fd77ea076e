import { WorkBudget, type WorkLimits } from "../checkers/packed/work-budget.js";
import { heapBytes, readHeap, readPositive } from "../machine/configuration/read.js";

/** The memory of a search by itself, where nobody says how much. */
const DEFAULT_HEAP = "2g";

/** The seconds of a search, where nobody says how many: longer is asked for, not waited for. */
const DEFAULT_SECONDS = "600";

/** What bounds a search, as the command line gives it. */
export interface SearchBounds {
  readonly heap?: string;
  readonly timeout?: string;
}

/** The bytes that a search may take. @throws Diagnostic `configuration/number` */
export function readSearchBytes({ heap }: SearchBounds): number {
  return heapBytes(readHeap(heap ?? DEFAULT_HEAP));
}

/**
 * The budget of a search, which begins now.
 *
 * @throws Diagnostic `configuration/number`
 */
export function searchBudget(
  bounds: SearchBounds,
  onProgress: NonNullable<WorkLimits["onProgress"]>,
): WorkBudget {
  const { timeout = DEFAULT_SECONDS } = bounds;
  return new WorkBudget({
    heapBytes: readSearchBytes(bounds),
    maxSeconds: readPositive("--timeout", timeout),
    onProgress,
  });
}
