import { type Allowance, allocateWords } from "./allocation.js";

/** Words of the first segment of storage, and of the largest. */
const SMALLEST_SEGMENT = 1 << 12;
const LARGEST_SEGMENT = 1 << 20;

/** More failures of one level are not kept: the first one is told. */
const MOST_FAILURES = 1000;

/** Some states in a row: the words of `words` from `from` up to `to`. */
export interface StateRange {
  readonly words: Int32Array;
  readonly from: number;
  readonly to: number;
}

/** The states of one distance from the initial state. */
export interface Level {
  readonly ranges: readonly StateRange[];
  readonly states: number;
}

/** Where the model failed. */
export interface FailedStep {
  readonly event: number;
  readonly state: readonly number[];
}

/**
 * The states found, in the order in which they were found, level by level, and what generated code
 * has to tell about them.
 */
export class StateStore {
  /** Where the next state goes: item `tail` of `out`; at `end` there is no room. */
  out: Int32Array;
  tail = 0;
  end: number;
  /** Successors computed since the start. */
  generated = 0;
  /** A bit for each invariant that a state found since the last level does not have. */
  violated = 0;
  /** A bit for each invariant that cannot be evaluated in a state found since the last level. */
  unclear = 0;
  readonly failures: FailedStep[] = [];
  /** More states than this are not taken; the next one stops the search. */
  #limit = Number.POSITIVE_INFINITY;
  #stop: () => void = () => {};
  /** States in segments that are full. */
  #closed = 0;
  #from = 0;
  #ranges: StateRange[] = [];

  constructor(
    private readonly words: number,
    private readonly allow: Allowance,
  ) {
    this.out = this.#segment(SMALLEST_SEGMENT);
    this.end = this.out.length;
  }

  /** How many states there are. */
  get states(): number {
    return this.#closed + this.tail / this.words;
  }

  /** Lets `stop` be called, which must throw, when there would be more than `states` states. */
  limit(states: number, stop: () => void): void {
    this.#limit = states;
    this.#stop = stop;
    this.#setEnd();
  }

  #setEnd(): void {
    const most = (this.#limit - this.#closed) * this.words;
    this.end = Math.min(this.out.length, Math.max(this.tail, most));
  }

  #segment(words: number): Int32Array {
    const length = words - (words % this.words);
    return allocateWords(length, this.allow);
  }

  /** Makes room for more states. @throws what `allow` and `stop` throw when there must be no more */
  extend(): void {
    if (this.states >= this.#limit) this.#stop();
    const segment = this.#segment(Math.min(LARGEST_SEGMENT, this.out.length * 2));
    this.#close();
    this.#closed += this.tail / this.words;
    this.out = segment;
    this.tail = 0;
    this.#from = 0;
    this.#setEnd();
  }

  #close(): void {
    if (this.tail > this.#from) {
      this.#ranges.push({ words: this.out, from: this.#from, to: this.tail });
    }
    this.#from = this.tail;
  }

  /** Ends the level: the states found since the last one. */
  endLevel(): Level {
    this.#close();
    const ranges = this.#ranges;
    this.#ranges = [];
    const words = ranges.reduce((sum, range) => sum + range.to - range.from, 0);
    return { ranges, states: words / this.words };
  }

  /** Called by generated code where the model fails. */
  fail(event: number, state: readonly number[]): void {
    if (this.failures.length < MOST_FAILURES) this.failures.push({ event, state });
  }
}
