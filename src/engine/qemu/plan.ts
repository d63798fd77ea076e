import type { Arrival, EngineCall } from "../engine.js";
import type { RefusalCode } from "../protocol.js";
import { GUEST_LIMITS } from "./limits.js";

/** Where an edge comes from: an event slot, or a source that no handler knows. */
export type Edge =
  | { readonly from: "slot"; readonly handler: number; readonly slot: number }
  | { readonly from: "outside" };

/** An edge that comes while an NMI is in progress: before its poll number `before`, from 0. */
export interface LateEdge {
  readonly before: number;
  readonly edge: Edge;
}

/** How one NMI of a trace is brought about in the guest. */
export interface NmiPlan {
  /** Where the CPU is, as the trace has it, from 1. */
  readonly rip: number;
  /** The NMI comes by itself: its edges came while the one before it was in progress. */
  readonly latched: boolean;
  /** The edges that come, with the CPU at `rip`, outside NMI context. Empty when it is latched. */
  readonly edges: readonly Edge[];
  readonly arrivals: readonly LateEdge[];
  /** Where the CPU goes on after it, when it moves while the next NMI is pending. */
  readonly moveTo: number | null;
}

/** Everything that the guest is to do for one trace. */
export interface TracePlan {
  readonly chain: readonly number[];
  readonly nmis: readonly NmiPlan[];
  /** The trace ends with an NMI pending that came while the last one was in progress. */
  readonly trailing: boolean;
  /** What the guest only imitates, each as a sentence without a full stop. */
  readonly imitations: readonly string[];
}

/** A call that does not fit the machine it is for, and why. */
export interface Misfit {
  readonly code: RefusalCode;
  readonly message: string;
}

type Setup = EngineCall & { readonly op: "setup" };

/** Calls after `setup` or `reset` that are about the machine. */
export type MachineCall = Exclude<
  EngineCall,
  { readonly op: "setup" } | { readonly op: "reset" } | { readonly op: "state" }
>;

interface Draft extends Omit<NmiPlan, "arrivals" | "moveTo"> {
  arrivals: LateEdge[];
  moveTo: number | null;
}

/**
 * Plans one trace, call by call: which edge goes out from where, and which must be raised by a
 * handler while an NMI is in progress. A CPU takes a latched NMI as soon as the one before it
 * returns, so that what a trace does in between belongs to the end of that one.
 */
export class TracePlanner {
  readonly #setup: Setup;
  readonly #polls: number;
  readonly #nmis: Draft[] = [];
  readonly #imitations = new Set<string>();
  #rip = 1;
  #edges: Edge[] = [];
  #latched = false;

  constructor(setup: Setup) {
    this.#setup = setup;
    this.#polls = total(setup.chain);
  }

  /** Takes the next call into the plan; what does not fit is told, and leaves the plan as it was. */
  add(call: MachineCall): Misfit | null {
    if (call.cpu > 0) return { code: "range", message: "there is one CPU, number 0" };
    switch (call.op) {
      case "raise": {
        const { handler, slot } = call;
        return this.#unknownSlot(handler, slot) ?? this.#raise({ from: "slot", handler, slot });
      }
      case "external":
        return this.#raise({ from: "outside" });
      case "execute":
        return this.#execute(call.rip);
      case "touch":
        return { code: "unsupported", message: "the booted kernel is driven without axes" };
      case "nmi":
        return this.#nmi(call.arrivals);
    }
  }

  get plan(): TracePlan {
    return {
      chain: this.#setup.chain,
      nmis: this.#nmis,
      trailing: this.#latched,
      imitations: [...this.#imitations],
    };
  }

  #unknownSlot(handler: number, slot: number): Misfit | null {
    const slots = this.#setup.chain[handler];
    if (slots === undefined) return { code: "range", message: `there is no handler ${handler}` };
    if (slot < slots) return null;
    return { code: "range", message: `handler ${handler} has no slot ${slot}` };
  }

  #raise(edge: Edge): null {
    if (this.#latched) this.#nmis.at(-1)?.arrivals.push({ before: this.#polls, edge });
    else this.#edges.push(edge);
    return null;
  }

  #execute(rip: number): Misfit | null {
    const { rips, shadow } = this.#setup;
    if (rip > rips) return { code: "range", message: `rip goes from 1 to ${rips}` };
    const pending = this.#latched || this.#edges.length > 0;
    if (pending && !shadow) {
      return {
        code: "order",
        message: "an NMI is pending, and it comes before the next instruction",
      };
    }
    if (rip === this.#rip) return null;
    const last = this.#nmis.at(-1);
    if (this.#latched && last !== undefined) {
      last.moveTo = rip;
      this.#imitations.add(
        "the CPU moved while an NMI was latched: a handler changed the address that the NMI before it returned to",
      );
    } else if (pending) {
      this.#imitations.add(
        "the CPU moved while an NMI was pending: its edges were sent after the move",
      );
    }
    this.#rip = rip;
    return null;
  }

  #nmi(arrivals: readonly Arrival[]): Misfit | null {
    const latched = this.#latched;
    if (!latched && this.#edges.length === 0) {
      return { code: "order", message: "no NMI is pending" };
    }
    for (const arrival of arrivals) {
      const misfit =
        arrival.event === "raise" ? this.#unknownSlot(arrival.handler, arrival.slot) : null;
      if (misfit !== null) return misfit;
    }
    this.#nmis.push({
      rip: this.#rip,
      latched,
      edges: this.#edges,
      arrivals: arrivals.map((arrival) => ({
        before: Math.min(arrival.before, this.#polls),
        edge:
          arrival.event === "raise"
            ? { from: "slot", handler: arrival.handler, slot: arrival.slot }
            : { from: "outside" },
      })),
      moveTo: null,
    });
    this.#edges = [];
    this.#latched = arrivals.length > 0;
    return null;
  }
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

/** Why the guest has no room for a plan, without a full stop; null when it has. */
export function tooLarge(plan: TracePlan): string | null {
  const { handlers, slots, places, edges, nmis } = GUEST_LIMITS;
  const sizes: readonly (readonly [found: number, limit: number, what: string])[] = [
    [plan.chain.length, handlers, "handlers"],
    [Math.max(...plan.chain), slots, "slots in one handler"],
    [Math.max(0, ...plan.nmis.map((nmi) => nmi.rip)), places, "places"],
    [total(plan.nmis.map((nmi) => nmi.edges.length)), edges, "edges outside of its NMIs"],
    [total(plan.nmis.map((nmi) => nmi.arrivals.length)), edges, "edges during its NMIs"],
    [plan.nmis.length, nmis, "NMIs"],
  ];
  const over = sizes.find(([found, limit]) => found > limit);
  if (over === undefined) return null;
  const [found, limit, what] = over;
  return `it has ${found} ${what}, and the guest's module has room for ${limit}`;
}
