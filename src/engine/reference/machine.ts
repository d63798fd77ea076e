import type { EngineState, Reply } from "../protocol.js";
import { type Board, Hardware, vectorOf } from "./hardware.js";
import { defaultDoNmi, type NmiHandler, type Patches, type PerCpu } from "./nmi.js";
import { Refusal } from "./refusal.js";
import type { Arrival } from "./request.js";

/** How one NMI ended. */
export type NmiEnd = Pick<Reply<"nmi">, "claimed" | "outcome">;

/** The vectors whose bits are set, in ascending order. */
function vectorsIn(bitmap: number): readonly number[] {
  return Array.from({ length: 16 }, (_, vector) => vector).filter(
    (vector) => (bitmap & (1 << vector)) !== 0,
  );
}

/** A kernel that runs on a board, one CPU of it. */
export class Machine {
  readonly board: Board;
  readonly hardware: Hardware;
  readonly #patches: Patches;
  readonly #cpu: PerCpu = { lastNmiRip: 0, swallowNmi: false };
  readonly #local: readonly NmiHandler[];
  #claimed: number[] = [];
  #unknown = false;

  constructor(patches: Patches, board: Board) {
    this.board = board;
    this.hardware = new Hardware(board);
    this.#patches = patches;
    this.#local = board.chain.map((slots, handler) => ({
      vector: vectorOf(handler),
      call: () => this.#countersOf(handler, slots),
    }));
  }

  /** What a PMU driver does: looks at every counter, and acknowledges those that overflowed. */
  #countersOf(handler: number, slots: number): number {
    let handled = 0;
    for (let slot = 0; slot < slots; slot++) {
      if (this.hardware.readAndClear(handler, slot)) handled++;
    }
    this.#claimed[handler] = handled;
    return handled;
  }

  /** The CPU takes the pending NMI, and the kernel deals with it. */
  nmi(arrivals: readonly Arrival[]): NmiEnd {
    const saved = { cpu: { ...this.#cpu }, hardware: this.hardware.save() };
    try {
      const eventData = this.hardware.acceptNmi(arrivals);
      this.#claimed = this.board.chain.map(() => 0);
      this.#unknown = false;
      const surroundings = {
        local: this.#local,
        walked: () => this.hardware.settle(),
        unknownNmiError: () => {
          this.#unknown = true;
        },
      };
      defaultDoNmi(this.#patches, this.#cpu, surroundings, { ip: this.hardware.ip, eventData });
    } catch (refusal) {
      Object.assign(this.#cpu, saved.cpu);
      this.hardware.load(saved.hardware);
      throw refusal;
    }
    const claimed = this.#claimed;
    // What the kernel says comes first: a right one never reports an NMI that somebody claimed.
    if (this.#unknown) return { claimed, outcome: "unknown" };
    const somebody = claimed.some((events) => events > 0);
    return { claimed, outcome: somebody ? "handled" : "swallowed" };
  }

  get state(): EngineState {
    const { status, nmiPin, ip, sources } = this.hardware.save();
    return {
      rip: ip,
      lastNmiRip: this.#cpu.lastNmiRip === 0 ? null : this.#cpu.lastNmiRip,
      swallowNmi: this.#cpu.swallowNmi,
      active: status,
      pending: nmiPin,
      ...(this.board.otherVector !== null && { sources: vectorsIn(sources) }),
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
    if (state.sources !== undefined && this.board.otherVector === null) {
      throw new Refusal("unsupported", "this machine does not report NMIs' sources");
    }
    this.hardware.load({
      status: state.active,
      nmiPin: state.pending,
      ip: state.rip,
      sources: (state.sources ?? []).reduce((bitmap, vector) => bitmap | (1 << vector), 0),
    });
    this.#cpu.lastNmiRip = state.lastNmiRip ?? 0;
    this.#cpu.swallowNmi = state.swallowNmi;
  }
}
