import type { CpuTrace } from "../../src/machine/trace/schema.js";

/** Where the lanes of a timeline stand, in pixels from the left. */
export interface Lanes {
  /** The wire of each slot, by handler and slot; null where there are too many for one each. */
  readonly slots: readonly (readonly number[])[] | null;
  /** One wire for all slots together, where they have none of their own. */
  readonly allSlots: number;
  readonly unknown: number;
  readonly latch: number;
  readonly handlers: number;
  /** Null for a policy that keeps nothing. */
  readonly memory: number | null;
  readonly console: number;
  readonly width: number;
  /** Whether there is room for words beside the marks. */
  readonly hasWords: boolean;
  readonly heads: readonly LaneHead[];
}

/** The name of a lane, over the space that it takes. */
export interface LaneHead {
  readonly name: string;
  readonly short: string;
  readonly from: number;
  readonly to: number;
}

/** More slots than these are shown on one wire, as a count. */
const MOST_WIRES = 6;

const roomy = { edge: 14, slot: 18, latch: 42, handlers: 62, memory: 62, console: 60 };
/** Two of them fit into 360 pixels, beside each other. */
const narrow = { edge: 7, slot: 11, latch: 21, handlers: 23, memory: 21, console: 18 };

/** Places the lanes for the chain and the policy of a trace. */
export function lanesFor(trace: Pick<CpuTrace, "initial" | "platform">, hasRoom: boolean): Lanes {
  const size = hasRoom ? roomy : narrow;
  const { chain } = trace.platform;
  const count = chain.reduce((sum, slots) => sum + slots, 0);
  const hasWires = count <= MOST_WIRES;
  let x = size.edge;
  const slots = chain.map((own) =>
    Array.from({ length: own }, () => {
      const place = x;
      if (hasWires) x += size.slot;
      return place;
    }),
  );
  if (!hasWires) x += size.slot * 1.5;
  const unknown = x;
  const latch = unknown + size.latch;
  const handlers = latch + size.handlers;
  const memory = trace.initial.policyMemory === null ? null : handlers + size.memory;
  const console = (memory ?? handlers) + size.console;
  const width = console + size.console / 2;
  const middle = (left: number, right: number): number => (left + right) / 2;
  const ends = {
    hardware: middle(unknown, latch),
    latch: middle(latch, handlers),
    handlers: middle(handlers, memory ?? console),
    memory: memory === null ? null : middle(memory, console),
  };
  return {
    slots: hasWires ? slots : null,
    allSlots: size.edge,
    unknown,
    latch,
    handlers,
    memory,
    console,
    width,
    hasWords: hasRoom,
    heads: [
      { name: "Hardware", short: "HW", from: 0, to: ends.hardware },
      { name: "Latch", short: "L", from: ends.hardware, to: ends.latch },
      { name: "Handlers", short: "H", from: ends.latch, to: ends.handlers },
      ...(ends.memory === null
        ? []
        : [{ name: "Memory", short: "M", from: ends.handlers, to: ends.memory }]),
      { name: "Console", short: "C", from: ends.memory ?? ends.handlers, to: width },
    ],
  };
}
