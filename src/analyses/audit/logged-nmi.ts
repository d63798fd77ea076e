import type { LinePlace, Said } from "./log-event.js";
import { ANY_ENDING, type EndingMask } from "./observed-nmi.js";

/** Where an NMI found the CPU. */
export interface Interrupted {
  readonly at: string;
  /** An address; else the name of a function, which has many. */
  readonly exact: boolean;
}

/** One NMI as the log tells it. */
export class LoggedNmi {
  readonly cpu: number;
  /** When its first handler returned, in microseconds. */
  readonly time: number;
  /** Where the line of that handler stands. */
  readonly place: LinePlace;
  /** Of the handlers that were called, in the order of the chain, how many events each claimed. */
  readonly counts: number[];
  interrupted: Interrupted | null = null;
  /** With nothing claimed, how it may have ended. */
  mask: EndingMask = ANY_ENDING;
  said: Said | null = null;
  /** A handler of another chain was called: the walk of NMI_LOCAL was over. */
  isOver = false;
  /** When the last of its handlers returned. */
  latest: number;
  /** Which of all calls that were grouped is its first one. */
  readonly began: number;

  constructor(cpu: number, time: number, place: LinePlace, count: number, began: number) {
    this.cpu = cpu;
    this.time = time;
    this.place = place;
    this.counts = [count];
    this.latest = time;
    this.began = began;
  }

  get claimed(): number {
    let sum = 0;
    for (const count of this.counts) sum += count;
    return sum;
  }
}

/** Whether two NMIs found the CPU at one address; null where their logs do not tell. */
export function isSamePlace(one: Interrupted | null, other: Interrupted | null): boolean | null {
  if (one === null || other === null || one.exact !== other.exact) return null;
  if (one.at !== other.at) return false;
  return one.exact ? true : null;
}
