import { heapBytes, readHeap, readPositive } from "../configuration/read.js";
import { WorkBudget, type WorkLimits } from "../packed/work-budget.js";

/** The memory of a search by itself, where nobody says how much. */
const DEFAULT_HEAP = "2g";

/** What bounds a search, as the command line gives it. */
export interface SearchBounds {
  readonly heap?: string;
  readonly timeout?: string;
}

/** The bytes that a search may take. @throws Fault `configuration/number` */
export function readSearchBytes({ heap }: SearchBounds): number {
  return heapBytes(readHeap(heap ?? DEFAULT_HEAP));
}

/**
 * The budget of a search, which begins now.
 *
 * @throws Fault `configuration/number`
 */
export function searchBudget(
  bounds: SearchBounds,
  onProgress: NonNullable<WorkLimits["onProgress"]>,
): WorkBudget {
  const { timeout } = bounds;
  return new WorkBudget({
    heapBytes: readSearchBytes(bounds),
    maxSeconds: timeout === undefined ? undefined : readPositive("--timeout", timeout),
    onProgress,
  });
}
