/** Why all threads are to stop; none but the first reason counts. */
export const STOP = { none: 0, cancelled: 1, time: 2, memory: 3, broken: 4 } as const;

export type StopReason = Exclude<keyof typeof STOP, "none">;

/** Items of the control words. */
const STOPPED = 0;
const WAITING = 1;
const GENERATION = 2;
const KIBIBYTES = 3;
const EXPANDED = 4;
/** Four rows of totals, one for each of four levels in turn. */
const TOTALS = 8;
const TOTALS_ROW = 4;
const ROWS = 4;
const LENGTH = TOTALS + ROWS * TOTALS_ROW;

/** Numbers of progress that each thread writes: states found, successors computed, states expanded. */
const PROGRESS_ROW = 3;

/** As long as a thread sleeps before it looks again: stops must be seen without being told. */
const MILLISECONDS = 5;

/** What every thread of an exploration is given when it starts. */
export interface SharedMemory {
  readonly control: Int32Array;
  readonly progress: Float64Array;
}

/** Makes the memory that `owners` threads share. */
export function sharedMemory(owners: number): SharedMemory {
  return {
    control: new Int32Array(new SharedArrayBuffer(4 * LENGTH)),
    progress: new Float64Array(new SharedArrayBuffer(8 * PROGRESS_ROW * owners)),
  };
}

/** What the threads found out together about one level. */
export interface LevelTotals {
  readonly states: number;
  readonly violated: number;
  readonly unclear: number;
  readonly failures: number;
}

/** How threads wait for each other, and what they tell each other. */
export class Control {
  readonly #words: Int32Array;
  readonly #progress: Float64Array;

  constructor(
    { control, progress }: SharedMemory,
    private readonly owners: number,
  ) {
    this.#words = control;
    this.#progress = progress;
  }

  /** Why all are to stop; null while they are not. */
  get stopped(): StopReason | null {
    const code = Atomics.load(this.#words, STOPPED);
    const reasons: readonly StopReason[] = ["cancelled", "time", "memory", "broken"];
    return reasons.find((reason) => STOP[reason] === code) ?? null;
  }

  /** Stops all threads, unless there is a reason already. */
  stop(reason: StopReason): void {
    Atomics.compareExchange(this.#words, STOPPED, STOP.none, STOP[reason]);
    Atomics.notify(this.#words, GENERATION);
  }

  /** Takes memory for all threads together; false, and nothing is taken, if that would be too much. */
  take(bytes: number, limit: number): boolean {
    if (bytes === Number.POSITIVE_INFINITY) return false;
    const kibibytes = Math.ceil(bytes / 1024);
    const before = Atomics.add(this.#words, KIBIBYTES, kibibytes);
    if (kibibytes <= 0 || (before + kibibytes) * 1024 <= limit) return true;
    Atomics.sub(this.#words, KIBIBYTES, kibibytes);
    return false;
  }

  /** Bytes taken by all threads. */
  get bytes(): number {
    return Atomics.load(this.#words, KIBIBYTES) * 1024;
  }

  /** Waits until every thread is here. False if they are to stop instead. */
  meet(): boolean {
    const generation = Atomics.load(this.#words, GENERATION);
    if (Atomics.add(this.#words, WAITING, 1) === this.owners - 1) {
      Atomics.store(this.#words, WAITING, 0);
      Atomics.add(this.#words, GENERATION, 1);
      Atomics.notify(this.#words, GENERATION);
      return true;
    }
    while (Atomics.load(this.#words, GENERATION) === generation) {
      if (this.stopped !== null) return false;
      Atomics.wait(this.#words, GENERATION, generation, MILLISECONDS);
    }
    return true;
  }

  /** How many levels all threads have ended. */
  get level(): number {
    return Atomics.load(this.#words, GENERATION);
  }

  /** This thread has expanded its part of the level. */
  expanded(): void {
    Atomics.add(this.#words, EXPANDED, 1);
  }

  /** Whether every thread has expanded its part of the level with this number, counted from 1. */
  allExpanded(level: number): boolean {
    return Atomics.load(this.#words, EXPANDED) >= level * this.owners;
  }

  /** Adds what this thread found out about level number `level`. */
  tell(level: number, { states, violated, unclear, failures }: LevelTotals): void {
    const row = TOTALS + (level % ROWS) * TOTALS_ROW;
    // The row that is used next but one: nobody reads or writes it now.
    this.#words.fill(0, ...this.#rowRange(level + 2));
    Atomics.add(this.#words, row, states);
    Atomics.or(this.#words, row + 1, violated);
    Atomics.or(this.#words, row + 2, unclear);
    Atomics.add(this.#words, row + 3, failures);
  }

  #rowRange(level: number): readonly [number, number] {
    const row = TOTALS + (level % ROWS) * TOTALS_ROW;
    return [row, row + TOTALS_ROW];
  }

  /** What all threads found out about level number `level`, once they have met after telling it. */
  totals(level: number): LevelTotals {
    const row = TOTALS + (level % ROWS) * TOTALS_ROW;
    const item = (place: number): number => Atomics.load(this.#words, row + place);
    // More than 2^31 states in a level: the sum has wrapped once.
    return { states: item(0) >>> 0, violated: item(1), unclear: item(2), failures: item(3) };
  }

  /** Tells how far thread number `self` has come. */
  report(self: number, states: number, generated: number, expanded: number): void {
    const row = self * PROGRESS_ROW;
    this.#progress[row] = states;
    this.#progress[row + 1] = generated;
    this.#progress[row + 2] = expanded;
  }

  /** How far all threads have come together. */
  get progress(): {
    readonly states: number;
    readonly generated: number;
    readonly expanded: number;
  } {
    const sum = (place: number): number => {
      let total = 0;
      for (let self = 0; self < this.owners; self++) {
        total += this.#progress[self * PROGRESS_ROW + place] ?? 0;
      }
      return total;
    };
    return { states: sum(0), generated: sum(1), expanded: sum(2) };
  }
}
