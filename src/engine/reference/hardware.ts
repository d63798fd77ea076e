import { Refusal } from "./refusal.js";
import type { Arrival } from "./request.js";

/** What the board is like; fixed by `setup`. */
export interface Board {
  /** Event slots of each handler, in calling order. */
  readonly chain: readonly number[];
  readonly rips: number;
  readonly sticky: boolean;
  readonly shadow: boolean;
}

/** Everything of the hardware that changes. */
export interface Registers {
  readonly status: readonly (readonly boolean[])[];
  readonly nmiPin: boolean;
  readonly ip: number;
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
    return { status: this.#status.map((bits) => [...bits]), nmiPin: this.#nmiPin, ip: this.#ip };
  }

  load(registers: Registers): void {
    this.#status = registers.status.map((bits) => [...bits]);
    this.#nmiPin = registers.nmiPin;
    this.#ip = registers.ip;
  }

  /** A counter overflows: its status bit is set, and the line to the CPU sends an edge. */
  overflow(handler: number, slot: number): void {
    const bits = this.#bits(handler, slot);
    if (bits[slot] === true && !this.#board.sticky) {
      throw new Refusal("order", `slot ${slot} of handler ${handler} is active already`);
    }
    bits[slot] = true;
    this.edge();
  }

  /** An edge on the CPU's NMI pin, from whatever source. */
  edge(): void {
    this.#nmiPin = true;
  }

  /** The CPU executes, and stands at `ip`. */
  execute(ip: number): void {
    if (ip > this.#board.rips) throw new Refusal("range", `rip goes from 1 to ${this.#board.rips}`);
    if (this.#nmiPin && !this.#board.shadow) {
      throw new Refusal("order", "an NMI is pending, and it comes before the next instruction");
    }
    this.#ip = ip;
  }

  /** The CPU takes the NMI: its latch is free again, and NMIs are blocked until the handler is done. */
  acceptNmi(arrivals: readonly Arrival[]): void {
    if (!this.#nmiPin) throw new Refusal("order", "no NMI is pending");
    this.#nmiPin = false;
    this.#polls = 0;
    this.#arrivals = arrivals;
    this.#arrived = 0;
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
