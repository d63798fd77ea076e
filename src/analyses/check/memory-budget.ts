import { defaultHeapBytes } from "../../checkers/packed/memory-limit.js";
import { heapBytes } from "../../machine/configuration/read.js";
import { overBudget } from "./diagnostics.js";

const MEBIBYTE = 2 ** 20;

/**
 * What Java takes beside its heap: classes and compiled code, stacks, its collector, and the 64 MiB
 * off the heap that TLC 2.18 tells of in its message 2187.
 */
const BESIDE_THE_HEAP = 256 * MEBIBYTE;

/** TLC checks small models in this much. */
const SMALLEST_HEAP = 64 * MEBIBYTE;

/** The part of a budget that is the explorer's own while TLC runs beside it. */
const EXPLORERS_PART = 1 / 4;

/** The bytes of memory that a run of TLC with this heap may take. */
export function tlcBytes(heap: string): number {
  return heapBytes(heap) + BESIDE_THE_HEAP;
}

/** The heap of a run of TLC that takes no more than so many bytes, if it can run in them at all. */
export function tlcHeapWithin(bytes: number): string {
  return `${Math.floor(Math.max(bytes - BESIDE_THE_HEAP, SMALLEST_HEAP) / MEBIBYTE)}m`;
}

/** Somebody who waits until there is enough. */
interface Waiting {
  readonly bytes: number;
  readonly begin: () => void;
}

/**
 * Memory that runs of TLC and explorations share: what they may take together is never more than
 * there is. A run that would be too much waits, and none overtakes it.
 */
export class MemoryBudget {
  readonly bytes: number;
  readonly #onPlan: ((planned: number) => void) | undefined;
  #planned = 0;
  #waiting: readonly Waiting[] = [];

  /**
   * @param bytes most of the machine's memory, or of the container's, if not given
   * @param onPlan told of the bytes that are planned whenever they change
   */
  constructor(bytes: number = defaultHeapBytes(), onPlan?: (planned: number) => void) {
    this.bytes = bytes;
    this.#onPlan = onPlan;
  }

  /** Bytes that an exploration may take while TLC runs beside it. */
  get explorerBytes(): number {
    return Math.floor(this.bytes * EXPLORERS_PART);
  }

  /**
   * The heap of each of `atOnce` runs of TLC, beside an exploration, and how many there can be: fewer
   * where each would get too little.
   *
   * @throws Diagnostic `check/over-budget`
   */
  tlcHeap(atOnce: number): { readonly heap: string; readonly atOnce: number } {
    const shared = this.bytes - this.explorerBytes;
    const possible = Math.floor(shared / (SMALLEST_HEAP + BESIDE_THE_HEAP));
    if (possible < 1) throw overBudget(SMALLEST_HEAP + BESIDE_THE_HEAP, shared);
    const runs = Math.min(atOnce, possible);
    // More than a quarter of what there is Java does not take by itself either.
    const heap = Math.min(shared / runs - BESIDE_THE_HEAP, this.bytes / 4);
    return {
      heap: `${Math.floor(Math.max(heap, SMALLEST_HEAP) / MEBIBYTE)}m`,
      atOnce: runs,
    };
  }

  /**
   * Does `work` when `bytes` are free, and gives them back after it.
   *
   * @throws Diagnostic `check/over-budget` where there will never be so many, and what `work` throws
   */
  async use<Result>(bytes: number, work: () => Promise<Result> | Result): Promise<Result> {
    if (bytes > this.bytes) throw overBudget(bytes, this.bytes);
    await new Promise<void>((begin) => {
      this.#waiting = [...this.#waiting, { bytes, begin }];
      this.#next();
    });
    try {
      return await work();
    } finally {
      this.#plan(-bytes);
      this.#next();
    }
  }

  #next(): void {
    const [first, ...others] = this.#waiting;
    if (first === undefined || this.#planned + first.bytes > this.bytes) return;
    this.#waiting = others;
    this.#plan(first.bytes);
    first.begin();
    this.#next();
  }

  #plan(bytes: number): void {
    this.#planned += bytes;
    this.#onPlan?.(this.#planned);
  }
}

/** Does `work` within a budget, where there is one and the run is one of TLC with a known heap. */
export function withinBudget<Result>(
  budget: MemoryBudget | undefined,
  heap: string | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  return budget === undefined || heap === undefined ? work() : budget.use(tlcBytes(heap), work);
}
