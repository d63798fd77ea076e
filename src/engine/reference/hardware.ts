import { Refusal } from "./refusal.js";
import type { Arrival } from "./request.js";

/** What the board is like; fixed by `setup`. */
export interface Board {
  /** Event slots of each handler, in calling order. */
  readonly chain: readonly number[];
  readonly rips: number;
  readonly sticky: boolean;
  readonly shadow: boolean;
  /**
   * With NMI-source reporting the vector of an edge that is no handler's: 2 for LINT1, 0 for none.
   * Null where NMIs come without a bitmap of their sources.
   */
  readonly otherVector: 0 | 2 | null;
}

/** The first vector that is neither reserved nor that of the selftest is handler 0's. */
const FIRST_VECTOR = 3;

/** The vector that handler number `handler` was registered with. */
export function vectorOf(handler: number): number {
  return FIRST_VECTOR + handler;
}

/** Everything of the hardware that changes. */
export interface Registers {
  readonly status: readonly (readonly boolean[])[];
  readonly nmiPin: boolean;
  readonly ip: number;
  /** The 16-bit bitmap of the pending NMI's sources; 0 where none pends, or none is reported. */
  readonly sources: number;
}

/**
 * The hardware around the kernel: status bits that events set and handlers clear, the CPU's latch
 * for one pending NMI, the instruction pointer, and events that happen while a handler runs.
 */
export class Hardware {
  readonly #board: Board;
  #status: boolean[][];
  /** The CPU latches one NMI; an edge while one is latched is lost in it. */
  #nmiPin = false;
  #ip = 1;
  #sources = 0;
  #polls = 0;
  #arrivals: readonly Arrival[] = [];
  #arrived = 0;

  constructor(board: Board) {
    this.#board = board;
    this.#status = board.chain.map((slots) => new Array<boolean>(slots).fill(false));
  }

  get ip(): number {
    return this.#ip;
  }

  get nmiPin(): boolean {
    return this.#nmiPin;
  }

  save(): Registers {
    const status = this.#status.map((bits) => [...bits]);
    return { status, nmiPin: this.#nmiPin, ip: this.#ip, sources: this.#sources };
  }

  load(registers: Registers): void {
    this.#status = registers.status.map((bits) => [...bits]);
    this.#nmiPin = registers.nmiPin;
    this.#ip = registers.ip;
    this.#sources = registers.sources;
  }

  /** A counter overflows: its status bit is set, and the line to the CPU sends an edge. */
  overflow(handler: number, slot: number): void {
    const bits = this.#bits(handler, slot);
    if (bits[slot] === true && !this.#board.sticky) {
      throw new Refusal("order", `slot ${slot} of handler ${handler} is active already`);
    }
    bits[slot] = true;
    this.#edge(vectorOf(handler));
  }

  /** An edge on the CPU's NMI pin, from a source that is no handler's. */
  edge(): void {
    this.#edge(this.#board.otherVector ?? 0);
  }

  /** Vectors of edges that fold are merged. */
  #edge(vector: number): void {
    this.#nmiPin = true;
    if (this.#board.otherVector !== null) this.#sources |= 1 << vector;
  }

  /** The CPU executes, and stands at `ip`. */
  execute(ip: number): void {
    if (ip > this.#board.rips) throw new Refusal("range", `rip goes from 1 to ${this.#board.rips}`);
    if (this.#nmiPin && !this.#board.shadow) {
      throw new Refusal("order", "an NMI is pending, and it comes before the next instruction");
    }
    this.#ip = ip;
  }

  /**
   * The CPU takes the NMI: its latch is free again, and NMIs are blocked until the handler is done.
   * Returns FRED's event data, the bitmap of its sources; 0 without.
   */
  acceptNmi(arrivals: readonly Arrival[]): number {
    if (!this.#nmiPin) throw new Refusal("order", "no NMI is pending");
    const eventData = this.#sources;
    this.#nmiPin = false;
    this.#sources = 0;
    this.#polls = 0;
    this.#arrivals = arrivals;
    this.#arrived = 0;
    return eventData;
  }

  /** A handler reads a status bit, and acknowledges the event if there is one. */
  readAndClear(handler: number, slot: number): boolean {
    this.#happen(this.#polls);
    this.#polls++;
    const bits = this.#bits(handler, slot);
    const active = bits[slot] === true;
    bits[slot] = false;
    return active;
  }

  /** The handlers are done; what has not happened yet happens now. */
  settle(): void {
    this.#happen(Number.POSITIVE_INFINITY);
  }

  #happen(poll: number): void {
    for (;;) {
      const next = this.#arrivals[this.#arrived];
      if (next === undefined || next.before > poll) return;
      this.#arrived++;
      if (next.slot === null) this.edge();
      else this.overflow(next.slot.handler, next.slot.slot);
    }
  }

  #bits(handler: number, slot: number): boolean[] {
    const bits = this.#status[handler];
    if (bits === undefined) throw new Refusal("range", `there is no handler ${handler}`);
    if (slot >= bits.length) {
      throw new Refusal("range", `handler ${handler} has no slot ${slot}`);
    }
    return bits;
  }
}
