import type { EngineState, Reply } from "../protocol.js";
import type { UnknownHandler } from "./axes.js";
import { type Board, Hardware, type Registers, vectorsOf } from "./hardware.js";
import {
  excNmi,
  localTouchNmi,
  type Message,
  type NmiHandler,
  type Patches,
  type PerCpu,
  type PtRegs,
  type Surroundings,
} from "./nmi.js";
import { CLEAR_IOCHK, CLEAR_SERR, IOCHK, type PortLine, SERR } from "./port.js";
import { Refusal } from "./refusal.js";
import type { Arrival } from "./request.js";

/** How one NMI ended, and those that nested in it. */
export type NmiEnd = Pick<
  Reply<"nmi">,
  "claimed" | "outcome" | "claimedUnknown" | "reason" | "reruns"
>;

/** What was seen of one run of the handlers. */
interface Run {
  readonly claimed: number[];
  readonly claimedUnknown: number[];
  said: Message | null;
  /** The chain of the port on which a driver claimed. */
  claimedOn: PortLine | null;
}

/** The kernel does not go on. */
class Panic extends Error {}

/** The vectors whose bits are set, in ascending order. */
function vectorsIn(bitmap: number): readonly number[] {
  return Array.from({ length: 16 }, (_, vector) => vector).filter(
    (vector) => (bitmap & (1 << vector)) !== 0,
  );
}

function bitmapOf(vectors: readonly number[] = []): number {
  return vectors.reduce((bitmap, vector) => bitmap | (1 << vector), 0);
}

/** A handler of NMI_LOCAL runs in the kernel; where one nests, the CPU was here. */
const IN_HANDLER: PtRegs = { ip: Number.MAX_SAFE_INTEGER, eventData: 0 };

/** A kernel that runs on a board, one CPU of it. */
export class Machine {
  readonly board: Board;
  readonly hardware: Hardware;
  readonly #patches: Patches;
  readonly #cpu: PerCpu = { lastNmiRip: 0, swallowNmi: false, nmiState: 0 };
  readonly #surroundings: Surroundings;
  #runs: Run[] = [];
  #panicked = false;

  constructor(patches: Patches, board: Board) {
    this.board = board;
    this.hardware = new Hardware(board, () => this.#excNmi(IN_HANDLER));
    this.#patches = patches;
    const local = board.chain.map((slots, handler): NmiHandler => {
      const { registered } = vectorsOf(board, handler);
      return { vector: registered, call: () => this.#countersOf(handler, slots) };
    });
    const unknown = board.axes.unknown.map((kind, handler): NmiHandler => {
      return { vector: null, call: () => this.#driverOf(kind, handler) };
    });
    const hasDrivers = board.axes.port === "fixing" || board.axes.port === "greedy";
    const onPort = (line: PortLine): readonly NmiHandler[] =>
      hasDrivers ? [{ vector: null, call: () => this.#portDriverOf(line) }] : [];
    this.#surroundings = {
      local,
      unknown,
      serr: onPort("serr"),
      ioCheck: onPort("iochk"),
      panic: board.axes.panic,
      enter: () => this.#begin(),
      front: () => this.hardware.takenInFront(),
      exit: () => {},
      walked: () => this.hardware.settle(),
      getNmiReason: () => (board.axes.port !== "none" ? this.hardware.port.bits : 0),
      outb: (value) => this.hardware.port.write(value),
      printk: (message) => {
        this.#run.said = message;
      },
      nmiPanic: () => {
        throw new Panic();
      },
    };
  }

  #excNmi(regs: PtRegs): void {
    excNmi(this.#patches, this.#cpu, this.#surroundings, regs);
  }

  #begin(): void {
    this.hardware.beginRun();
    const claimed = this.board.chain.map(() => 0);
    const claimedUnknown = this.board.axes.unknown.map(() => 0);
    this.#runs.push({ claimed, claimedUnknown, said: null, claimedOn: null });
  }

  get #run(): Run {
    const run = this.#runs.at(-1);
    if (run === undefined) throw new Error("no NMI is in progress");
    return run;
  }

  /** What a PMU driver does: looks at every counter, and acknowledges those that overflowed. */
  #countersOf(handler: number, slots: number): number {
    const { lvtpc, handlerQuirk, pmuExcuses } = this.board.axes;
    const isFirst = handler === 0;
    let handled = 0;
    for (let slot = 0; slot < slots; slot++) {
      const clears = !(isFirst && handlerQuirk === "no-ack");
      if (this.hardware.readAndClear(handler, slot, clears)) handled++;
      // An edge that comes after the write passes: whether it is before the look or after it is one.
      const writes = (lvtpc === "early" && slot === 0) || (lvtpc === "late" && slot === slots - 1);
      if (isFirst && writes) this.hardware.unmaskLvtpc();
    }
    if (isFirst && handlerQuirk === "double-count") handled *= 2;
    if (isFirst && this.hardware.excuse && handled === 0) {
      handled = 1;
      if (pmuExcuses === "one") this.hardware.excuse = false;
    }
    if (isFirst && handlerQuirk === "greedy" && handled === 0) handled = 1;
    if (isFirst && pmuExcuses === "window" && handled > 0) this.hardware.excuse = true;
    this.#run.claimed[handler] = handled;
    return handled;
  }

  /** What a driver on NMI_UNKNOWN does: asks its device, or takes whatever comes. */
  #driverOf(kind: UnknownHandler, handler: number): number {
    const claims = kind === "greedy" || this.hardware.askDevice();
    this.#run.claimedUnknown[handler] = claims ? 1 : 0;
    return claims ? 1 : 0;
  }

  /** What a driver on NMI_SERR or NMI_IO_CHECK does: fixes the cause, or takes whatever comes. */
  #portDriverOf(line: PortLine): number {
    this.#run.claimedOn = line;
    if (this.board.axes.port === "fixing") this.hardware.port.fix(line);
    return 1;
  }

  /** Nothing can be asked of a kernel that has panicked but to boot. */
  requireLife(): void {
    if (this.#panicked) throw new Refusal("order", "the kernel has panicked");
  }

  /** `local_touch_nmi`, on the way into idle. */
  touch(): void {
    if (!this.board.axes.touch) throw new Refusal("unsupported", "this CPU never idles");
    this.hardware.requireInstruction();
    localTouchNmi(this.#cpu);
  }

  /** The CPU takes the pending NMI, and the kernel deals with it. */
  nmi(arrivals: readonly Arrival[]): NmiEnd {
    const saved = { cpu: { ...this.#cpu }, hardware: this.hardware.save() };
    this.#runs = [];
    try {
      const eventData = this.hardware.acceptNmi(arrivals);
      this.#panicked = !this.#survives({ ip: this.hardware.ip, eventData });
      this.hardware.leaveNmi();
    } catch (refusal) {
      this.#panicked = false;
      Object.assign(this.#cpu, saved.cpu);
      this.hardware.load(saved.hardware);
      throw refusal;
    }
    const last = this.#runs.length - 1;
    const [first, ...reruns] = this.#runs.map((run, index) =>
      this.#endOf(run, this.#panicked && index === last),
    );
    if (first === undefined) throw new Error("the kernel did not look at the NMI");
    return reruns.length === 0 ? first : { ...first, reruns };
  }

  /** Whether the kernel comes back from `exc_nmi`. */
  #survives(regs: PtRegs): boolean {
    try {
      this.#excNmi(regs);
      return true;
    } catch (error) {
      if (error instanceof Panic) return false;
      throw error;
    }
  }

  #endOf(
    { claimed, claimedUnknown, said, claimedOn }: Run,
    panicked: boolean,
  ): Omit<NmiEnd, "reruns"> {
    const unknown = this.board.axes.unknown.length === 0 ? {} : { claimedUnknown };
    // What the kernel says comes first: a right one never reports an NMI that somebody claimed.
    if (said === "Uhhuh") return { claimed, outcome: panicked ? "panic" : "unknown", ...unknown };
    const reason = said === "SERR" ? "serr" : said === "IOCK" ? "iochk" : claimedOn;
    if (reason !== null) {
      return { claimed, outcome: panicked ? "panic" : "external", ...unknown, reason };
    }
    const somebody = claimed.some((events) => events > 0);
    if (somebody) return { claimed, outcome: "handled", ...unknown };
    const driver = claimedUnknown.some((events) => events > 0);
    return { claimed, outcome: driver ? "claimed-unknown" : "swallowed", ...unknown };
  }

  get state(): EngineState {
    const { axes } = this.board;
    const { status, nmiPin, ip, secondNmi, lvtpcMasked, inFlight, excuse, ...rest } =
      this.hardware.save();
    const { port, device, summoned, sources, secondSources } = rest;
    return {
      rip: ip,
      lastNmiRip: this.#cpu.lastNmiRip === 0 ? null : this.#cpu.lastNmiRip,
      swallowNmi: this.#cpu.swallowNmi,
      active: status,
      pending: nmiPin,
      ...(axes.deepLatch && { secondPending: secondNmi }),
      ...(axes.lvtpc !== "unmasked" && { lvtpcMasked }),
      ...(axes.pmuLoses === "punctuality" && { inFlight }),
      ...(axes.pmuExcuses !== "nothing" && { forgives: excuse }),
      ...(axes.port !== "none" && {
        serr: (port & SERR) !== 0,
        iochk: (port & IOCHK) !== 0,
        serrOff: (port & CLEAR_SERR) !== 0,
        iochkOff: (port & CLEAR_IOCHK) !== 0,
      }),
      ...(axes.unknown.includes("own") && { ownSource: device }),
      ...(axes.front !== "none" && { summoned }),
      ...(axes.panic !== "none" && { panicked: this.#panicked }),
      ...(axes.otherVector !== null && {
        sources: vectorsIn(sources),
        ...(axes.deepLatch && { secondSources: vectorsIn(secondSources) }),
      }),
    };
  }

  set state(state: EngineState) {
    const { chain, rips } = this.board;
    if (Math.max(state.rip, state.lastNmiRip ?? 1) > rips) {
      throw new Refusal("range", `rip goes from 1 to ${rips}`);
    }
    const fits = chain.every((slots, handler) => state.active[handler]?.length === slots);
    if (!fits || state.active.length !== chain.length) {
      throw new Refusal("range", `active does not fit the chain [${chain.join(",")}]`);
    }
    if (state.swallowNmi && !this.#patches.swallow) {
      throw new Refusal("unsupported", "this kernel keeps no swallow_nmi");
    }
    this.hardware.load(registersOf(state));
    this.#cpu.lastNmiRip = state.lastNmiRip ?? 0;
    this.#cpu.swallowNmi = state.swallowNmi;
    this.#cpu.nmiState = 0;
    this.#panicked = state.panicked === true;
  }
}

function registersOf(state: EngineState): Registers {
  const bit = (flag: boolean | undefined, value: number): number => (flag === true ? value : 0);
  return {
    status: state.active,
    nmiPin: state.pending,
    ip: state.rip,
    secondNmi: state.secondPending === true,
    lvtpcMasked: state.lvtpcMasked === true,
    inFlight: state.inFlight === true,
    excuse: state.forgives === true,
    port:
      bit(state.serr, SERR) |
      bit(state.iochk, IOCHK) |
      bit(state.serrOff, CLEAR_SERR) |
      bit(state.iochkOff, CLEAR_IOCHK),
    device: state.ownSource === true,
    summoned: state.summoned === true,
    sources: bitmapOf(state.sources),
    secondSources: bitmapOf(state.secondSources),
  };
}
