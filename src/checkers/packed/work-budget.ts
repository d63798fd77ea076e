import { getHeapStatistics, setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { SearchStopped } from "./search-stopped.js";

/** What a search may take that keeps its states as objects, as plain data. */
export interface WorkBounds {
  /** Bytes of memory that this process may have; not bounded by default. */
  readonly heapBytes?: number | undefined;
  /** Not bounded by default. */
  readonly maxSeconds?: number | undefined;
  /** Those of them that were used before it begins. */
  readonly usedSeconds?: number;
}

/** What a search may take, and who is told that it goes on. */
export interface WorkLimits extends WorkBounds {
  /** Told now and then that the search goes on, and in what it is. */
  readonly onProgress?: ((doing: string, done: number) => void) | undefined;
}

/** Steps between two looks at the clock: well below a millisecond of work. */
const STEPS_BETWEEN_LOOKS = 64;

/** Between two looks at the memory, and two reports. */
const MILLISECONDS_BETWEEN_REPORTS = 50;

/** A collection of garbage takes up to seconds: not one after the other. */
const MILLISECONDS_BETWEEN_COLLECTIONS = 5_000;

/** The part of what is allowed from which on garbage is collected, to see what is in use. */
const WATCHED = 0.75;

/** The part of what is allowed that may be in use: what a search does until the next look needs room. */
const MOST_IN_USE = 0.85;

/** The same of what the process has, with what it has given free and may take again. */
const MOST = 0.95;

/**
 * What a search may take, and how far it has come. The search calls `step` for each small piece of
 * its work; what it keeps is measured as the memory of the whole process, since that is what is
 * promised, and against the heap that V8 was given, past which it would be aborted.
 */
export class WorkBudget {
  readonly #limits: WorkLimits;
  readonly #began: number;
  #collect: (() => void) | null = null;
  #collected = Number.NEGATIVE_INFINITY;
  #looked = Number.NEGATIVE_INFINITY;
  #doing = "";
  #done = 0;
  #steps = 0;

  constructor(limits: WorkLimits = {}) {
    this.#limits = limits;
    this.#began = performance.now() - 1000 * (limits.usedSeconds ?? 0);
  }

  /** What it may take and what of that is used: another thread goes on with it. */
  get bounds(): WorkBounds {
    const { heapBytes, maxSeconds } = this.#limits;
    return { heapBytes, maxSeconds, usedSeconds: (performance.now() - this.#began) / 1000 };
  }

  /** Another thread, which goes on with it, has come so far. */
  told(doing: string, done: number): void {
    this.#limits.onProgress?.(doing, done);
  }

  /** Begins something else: `doing` is what is counted from now on, a plural. */
  begin(doing: string): void {
    this.#doing = doing;
    this.#done = 0;
  }

  /** How far the search has come: `12,345 states`. */
  get reached(): string {
    return `${this.#done} ${this.#doing}`;
  }

  /**
   * One small piece of work.
   *
   * @param done whether it is one of the things that are counted
   * @throws SearchStopped where there is no more time or memory
   */
  step(done = true): void {
    if (done) this.#done++;
    if (++this.#steps % STEPS_BETWEEN_LOOKS !== 0) return;
    const now = performance.now();
    if (now - this.#looked < MILLISECONDS_BETWEEN_REPORTS) return;
    this.#looked = now;
    this.#limits.onProgress?.(this.#doing, this.#done);
    const { maxSeconds } = this.#limits;
    if (maxSeconds !== undefined && now - this.#began >= 1000 * maxSeconds) {
      throw new SearchStopped({ bound: "time", seconds: maxSeconds });
    }
    if (this.#limits.heapBytes !== undefined) this.#lookAtMemory(this.#limits.heapBytes, now);
  }

  #lookAtMemory(bytes: number, now: number): void {
    const taken = fractionTaken(bytes);
    if (taken < WATCHED) return;
    const isSoon = now - this.#collected < MILLISECONDS_BETWEEN_COLLECTIONS;
    if (isSoon && taken < MOST) return;
    this.#collect ??= garbageCollector();
    this.#collect();
    this.#collected = performance.now();
    if (fractionInUse(bytes) < MOST_IN_USE && fractionTaken(bytes) < MOST) return;
    const most = Math.min(bytes, getHeapStatistics().heap_size_limit);
    throw new SearchStopped({ bound: "memory", bytes: most });
  }
}

/** How much of what is allowed the process has, or V8's heap, whichever is more; garbage is in it. */
function fractionTaken(bytes: number): number {
  const { used_heap_size, heap_size_limit } = getHeapStatistics();
  return Math.max(process.memoryUsage.rss() / bytes, used_heap_size / heap_size_limit);
}

/** The same of what is in use, right after garbage was collected. */
function fractionInUse(bytes: number): number {
  const { heapUsed, external } = process.memoryUsage();
  return Math.max((heapUsed + external) / bytes, heapUsed / getHeapStatistics().heap_size_limit);
}

/** V8's own: only with its flag is it there. */
function garbageCollector(): () => void {
  setFlagsFromString("--expose-gc");
  return runInNewContext("gc");
}
