import type { BoardAxes } from "./axes.js";
import { Port } from "./port.js";
import { Refusal } from "./refusal.js";
import type { Arrival, Source } from "./request.js";

/** What the board is like; fixed by `setup`. */
export interface Board {
  /** Event slots of each handler, in calling order. */
  readonly chain: readonly number[];
  readonly rips: number;
  readonly sticky: boolean;
  readonly shadow: boolean;
  readonly axes: BoardAxes;
}

/** The first vector that is neither reserved nor that of the selftest is handler 0's. */
const FIRST_VECTOR = 3;

/** Bit 0: "a source vector was not used while generating an NMI"; and the handlers without one. */
export const NMIS_NO_SOURCE = 0;

/**
 * The vector that handler number `handler` is registered with, and the one with which its counters
 * send their edges.
 */
export function vectorsOf(
  { chain, axes }: Board,
  handler: number,
): { readonly registered: number; readonly sent: number } {
  const own = FIRST_VECTOR + handler;
  if (axes.lastDriverSends === null || handler < chain.length - 1) {
    return { registered: own, sent: own };
  }
  return { registered: NMIS_NO_SOURCE, sent: axes.lastDriverSends };
}

/** Everything of the hardware that changes. */
export interface Registers {
  readonly status: readonly (readonly boolean[])[];
  readonly nmiPin: boolean;
  readonly ip: number;
  readonly secondNmi: boolean;
  readonly lvtpcMasked: boolean;
  readonly inFlight: boolean;
  /** Of the PMU's driver: an NMI that is refused takes it back as well. */
  readonly excuse: boolean;
  readonly port: number;
  readonly device: boolean;
  readonly summoned: boolean;
  /** The 16-bit bitmap of the pending NMI's sources; 0 where none pends, or none is reported. */
  readonly sources: number;
  readonly secondSources: number;
}

/**
 * The hardware around the kernel: status bits that events set and handlers clear, the CPU's latch
 * for one pending NMI, the instruction pointer, and events that happen while a handler runs.
 */
export class Hardware {
  readonly #board: Board;
  /** Takes an NMI while another is in progress. */
  readonly #nested: () => void;
  readonly port = new Port();
  #status: boolean[][];
  /** The CPU latches one NMI; an edge while one is latched is lost in it. */
  #nmiPin = false;
  /** A hypervisor keeps a second one, as long as the first has not been injected. */
  #secondNmi = false;
  /** FRED's bitmaps of their sources. */
  #sources = 0;
  #secondSources = 0;
  #ip = 1;
  #lvtpcMasked = false;
  /** The edge of an overflow has left the PMU, and not come to the CPU. */
  #inFlight = false;
  /** What the PMU's driver keeps: an NMI without an overflow would be its own too. */
  excuse = false;
  /** The device of the driver on NMI_UNKNOWN has something to say. */
  #device = false;
  /** The CPU is to come to the handler in front. */
  #summoned = false;
  #inNmi = false;
  /** An IRET has unblocked NMIs before the handlers were done. */
  #unblocked = false;
  /** Runs of the handlers that have begun in this NMI. */
  #runs = 0;
  #polls = 0;
  #arrivals: readonly Arrival[] = [];
  #arrived = 0;

  constructor(board: Board, nested: () => void) {
    this.#board = board;
    this.#nested = nested;
    this.#status = board.chain.map((slots) => new Array<boolean>(slots).fill(false));
  }

  get ip(): number {
    return this.#ip;
  }

  save(): Registers {
    return {
      status: this.#status.map((bits) => [...bits]),
      nmiPin: this.#nmiPin,
      ip: this.#ip,
      secondNmi: this.#secondNmi,
      lvtpcMasked: this.#lvtpcMasked,
      inFlight: this.#inFlight,
      excuse: this.excuse,
      port: this.port.bits,
      device: this.#device,
      summoned: this.#summoned,
      sources: this.#sources,
      secondSources: this.#secondSources,
    };
  }

  load(registers: Registers): void {
    this.#status = registers.status.map((bits) => [...bits]);
    this.#nmiPin = registers.nmiPin;
    this.#ip = registers.ip;
    this.#secondNmi = registers.secondNmi;
    this.#lvtpcMasked = registers.lvtpcMasked;
    this.#inFlight = registers.inFlight;
    this.excuse = registers.excuse;
    this.port.bits = registers.port;
    this.#device = registers.device;
    this.#summoned = registers.summoned;
    this.#sources = registers.sources;
    this.#secondSources = registers.secondSources;
    this.#inNmi = false;
  }

  /** A counter overflows: its status bit is set, and the line to the CPU sends an edge. */
  overflow(handler: number, slot: number): void {
    const bits = this.#bits(handler, slot);
    if (bits[slot] === true && !this.#board.sticky) {
      throw new Refusal("order", `slot ${slot} of handler ${handler} is active already`);
    }
    bits[slot] = true;
    if (!this.#passesLvtpc(handler)) return;
    if (handler === 0 && this.#board.axes.pmuLoses === "punctuality") this.#inFlight = true;
    else this.#edge(vectorsOf(this.#board, handler).sent);
  }

  /** The edge that has left the PMU comes to the CPU. */
  arrive(): void {
    if (this.#board.axes.pmuLoses !== "punctuality") {
      throw new Refusal("unsupported", "the edges of this PMU are never late");
    }
    if (!this.#inFlight) throw new Refusal("order", "no edge is on its way");
    this.#inFlight = false;
    this.#edge(vectorsOf(this.#board, 0).sent);
  }

  /** The PMU loses its status bits: the driver has stopped it, and remembers that, or it just happens. */
  loseStatus(): void {
    const { pmuLoses, pmuExcuses } = this.#board.axes;
    if (pmuLoses !== "status") throw new Refusal("unsupported", "this PMU keeps its status bits");
    if (pmuExcuses === "one" && this.#inNmi) {
      throw new Refusal("order", "the PMU is not stopped within an NMI");
    }
    const bits = this.#bits(0, 0);
    const isNews = bits.includes(true) || (pmuExcuses === "one" && !this.excuse);
    if (!isNews) throw new Refusal("order", "nothing is left to lose");
    bits.fill(false);
    this.excuse = pmuExcuses === "one";
  }

  /** So much time has passed since the last overflow that the driver takes no NMI for a late one. */
  endWindow(): void {
    if (this.#board.axes.pmuExcuses !== "window") {
      throw new Refusal("unsupported", "the PMU's driver has no window");
    }
    if (!this.excuse || this.#inFlight || this.#nmiPin) {
      throw new Refusal("order", "no window is open, or an NMI comes before its end");
    }
    this.excuse = false;
  }

  /** Whether the edge of a counter comes through its entry of the local APIC, which then masks itself. */
  #passesLvtpc(handler: number): boolean {
    if (handler > 0 || this.#board.axes.lvtpc === "unmasked") return true;
    if (this.#lvtpcMasked) return false;
    this.#lvtpcMasked = true;
    return true;
  }

  /** The PMU's driver writes the LVTPC. */
  unmaskLvtpc(): void {
    this.#lvtpcMasked = false;
  }

  /** An edge that no counter sends. */
  signal(source: Source | null): void {
    const { port, unknown, front } = this.#board.axes;
    if (source === "own") {
      if (!unknown.includes("own")) throw new Refusal("unsupported", "no driver asks a device");
      if (this.#device) throw new Refusal("order", "the device has something to say already");
      this.#device = true;
    } else if (source === "summons") {
      if (front === "none") throw new Refusal("unsupported", "no handler is in front");
      if (this.#summoned) throw new Refusal("order", "the CPU was summoned already");
      this.#summoned = true;
    } else if (source !== null) {
      if (port === "none") throw new Refusal("unsupported", "this board has nothing at port 0x61");
      this.port.pull(source);
    }
    this.#edge(this.#board.axes.otherVector ?? NMIS_NO_SOURCE);
  }

  /** Whether the NMI is that of the handler in front, which takes it whole. */
  takenInFront(): boolean {
    const taken = this.#summoned;
    if (this.#board.axes.front === "once") this.#summoned = false;
    return taken;
  }

  /** The driver asks its device, which is content then. */
  askDevice(): boolean {
    const said = this.#device;
    this.#device = false;
    return said;
  }

  /** An edge on the CPU's NMI pin, from whatever source. Vectors of edges that fold are merged. */
  #edge(vector: number | "no-bit"): void {
    const { deepLatch, forgetful, otherVector } = this.#board.axes;
    if (forgetful && this.#inNmi && !this.#unblocked) return;
    const isKept = deepLatch && this.#nmiPin && !this.#inNmi;
    const bit = otherVector === null || vector === "no-bit" ? 0 : 1 << vector;
    this.#nmiPin = true;
    if (isKept) {
      this.#secondNmi = true;
      this.#secondSources |= bit;
    } else this.#sources |= bit;
  }

  /** The CPU executes, and stands at `ip`. */
  execute(ip: number): void {
    if (ip > this.#board.rips) throw new Refusal("range", `rip goes from 1 to ${this.#board.rips}`);
    this.requireInstruction();
    this.#ip = ip;
  }

  /** The CPU gets to execute an instruction outside NMI context. */
  requireInstruction(): void {
    if (this.#nmiPin && !this.#board.shadow) {
      throw new Refusal("order", "an NMI is pending, and it comes before the next instruction");
    }
  }

  /**
   * The CPU takes the NMI: its latch is free again, and NMIs are blocked until the handler is done.
   * Returns FRED's event data, the bitmap of its sources; 0 without.
   */
  acceptNmi(arrivals: readonly Arrival[]): number {
    if (!this.#nmiPin) throw new Refusal("order", "no NMI is pending");
    const eventData = this.#sources;
    this.#nmiPin = this.#secondNmi;
    this.#sources = this.#secondSources;
    this.#secondNmi = false;
    this.#secondSources = 0;
    this.#inNmi = true;
    this.#unblocked = false;
    this.#runs = 0;
    this.#arrivals = arrivals;
    this.#arrived = 0;
    return eventData;
  }

  /** The handlers begin to run, once more perhaps. */
  beginRun(): void {
    this.#runs++;
    this.#polls = 0;
  }

  /** The IRET that ends the NMI. */
  leaveNmi(): void {
    if (this.#arrived < this.#arrivals.length) {
      throw new Refusal("order", "an arrival is for a run of the handlers that does not happen");
    }
    this.#inNmi = false;
  }

  /** A handler reads a status bit, and acknowledges the event if there is one and it does so. */
  readAndClear(handler: number, slot: number, clears: boolean): boolean {
    this.#happen(this.#polls);
    this.#polls++;
    const bits = this.#bits(handler, slot);
    const active = bits[slot] === true;
    if (clears) bits[slot] = false;
    return active;
  }

  /** The handlers are done; what has not happened yet in this run happens now. */
  settle(): void {
    this.#happen(Number.POSITIVE_INFINITY);
  }

  #happen(poll: number): void {
    for (;;) {
      const next = this.#arrivals[this.#arrived];
      if (next === undefined || next.run >= this.#runs || next.before > poll) return;
      this.#arrived++;
      this.#arrive(next);
    }
  }

  #arrive(arrival: Arrival): void {
    switch (arrival.event) {
      case "raise":
        this.overflow(arrival.handler, arrival.slot);
        return;
      case "external":
        this.signal(arrival.source);
        return;
      case "vanish":
        this.loseStatus();
        return;
      case "arrive":
        this.arrive();
        return;
      case "fault":
        this.#requireExceptions();
        if (this.#board.axes.fred) {
          throw new Refusal("order", "under FRED an exception does not return by IRET");
        }
        if (this.#unblocked) throw new Refusal("order", "NMIs are unblocked already");
        this.#unblocked = true;
        return;
      case "nest":
        this.#requireExceptions();
        if (!this.#unblocked) throw new Refusal("order", "NMIs are blocked");
        if (!this.#nmiPin) throw new Refusal("order", "no NMI is pending that could nest");
        this.#nmiPin = false;
        this.#nested();
        return;
    }
  }

  #requireExceptions(): void {
    if (!this.#board.axes.nesting) {
      throw new Refusal("unsupported", "no exception happens in the handlers of this board");
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
