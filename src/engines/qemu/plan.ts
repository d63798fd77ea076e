import type { Arrival, EngineCall } from "../engine.js";
import type { RefusalCode } from "../protocol.js";
import { Flight, NO_EDGE_IS_LATE } from "./flight.js";
import { type GuestAxes, hasOwnSource, hasStepOfPmu, noGuestAxes } from "./guest-axes.js";
import { GUEST_LIMITS } from "./limits.js";
import { Lvtpc } from "./lvtpc.js";
import { planRuns } from "./runs.js";

/**
 * Where an edge comes from: an event slot, the source that a handler of NMI_UNKNOWN knows, or one
 * that nobody knows. A silent one only sets the status bit. `vanish` and `lapse` send nothing: the status
 * bits of handler 0 are gone; it claims no more than its events from now on.
 */
export type Edge =
  | {
      readonly from: "slot";
      readonly handler: number;
      readonly slot: number;
      readonly silent?: true;
    }
  | { readonly from: "own"; readonly silent?: true }
  | { readonly from: "outside" }
  | { readonly from: "vanish" }
  | { readonly from: "lapse" };

/**
 * What comes while an NMI is in progress: before its poll number `before`, from 0. `nest`: a page
 * fault, whose IRET unblocks NMIs, lets in the one that is latched, or one that is sent then.
 */
export interface LateEdge {
  readonly before: number;
  readonly edge: Edge | { readonly from: "nest"; readonly sends: boolean };
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
  /** `local_touch_nmi` is called before its edges are sent. */
  readonly touchedBefore?: true;
  /** A handler calls it at the end of this NMI. */
  readonly touchedAfter?: true;
  /** The handlers run once more within one NMI, since another nested in it. */
  readonly rerun?: true;
  /** The edge of the next NMI is sent as soon as this one is over. */
  readonly sendsBehind?: true;
}

/** Everything that the guest is to do for one trace. */
export interface TracePlan {
  readonly chain: readonly number[];
  readonly nmis: readonly NmiPlan[];
  readonly axes: GuestAxes;
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

/** Where an edge comes from that no slot sends. */
type Source = Extract<Arrival, { readonly event: "external" }>["source"];

type Setup = EngineCall & { readonly op: "setup" };

/** Calls after `setup` or `reset` that are about the machine. */
export type MachineCall = Exclude<
  EngineCall,
  { readonly op: "setup" } | { readonly op: "reset" } | { readonly op: "state" }
>;

interface Draft extends Omit<NmiPlan, "arrivals" | "moveTo" | "touchedAfter"> {
  arrivals: LateEdge[];
  moveTo: number | null;
  touchedAfter?: true;
}

const MASK_IS_OURS =
  "the mask of the LVTPC was worked out before: the emulated CPU has no counters, and an overflow behind the mask only set its status bit";

const SENT_BEHIND =
  "an edge that pended behind an NMI that had nested was sent right after it: the CPU lets it nest before";

const PMU_IS_OURS =
  "status bits that vanish and edges that come late are the module's, and so is what its handler does about it: the emulated CPU has no counters";

const LOSS_IS_OURS =
  "what a hypervisor loses was worked out before: the emulated CPU latches each edge, and one that is lost was not sent";

const SENT_WHEN_IT_NESTS =
  "an exception in a handler, and the edges that came after it, waited for the moment at which the NMI nests";

/**
 * Plans one trace, call by call: which edge goes out from where, and which must be raised by a
 * handler while an NMI is in progress. A CPU takes a latched NMI as soon as the one before it
 * returns, so that what a trace does in between belongs to the end of that one.
 */
export class TracePlanner {
  readonly #setup: Setup;
  readonly #axes: GuestAxes;
  readonly #lvtpc: Lvtpc;
  readonly #flight: Flight;
  readonly #polls: number;
  readonly #nmis: Draft[] = [];
  readonly #imitations = new Set<string>();
  #rip = 1;
  #edges: Edge[] = [];
  #latched = false;
  #touched = false;

  constructor(setup: Setup, axes: GuestAxes = noGuestAxes) {
    this.#setup = setup;
    this.#axes = axes;
    this.#lvtpc = new Lvtpc(axes.lvtpc, setup.chain[0] ?? 0);
    this.#flight = new Flight(axes.pmu);
    this.#polls = total(setup.chain);
    if (axes.lvtpc !== "unmasked") this.#imitations.add(MASK_IS_OURS);
    if (axes.pmu !== "prompt") this.#imitations.add(PMU_IS_OURS);
    if (axes.nmiInjection === "drops") this.#imitations.add(LOSS_IS_OURS);
  }

  /** Takes the next call into the plan; what does not fit is told, and leaves the plan as it was. */
  add(call: MachineCall): Misfit | null {
    if (call.cpu > 0) return { code: "range", message: "there is one CPU, number 0" };
    switch (call.op) {
      case "raise": {
        const { handler, slot } = call;
        return this.#unknownSlot(handler, slot) ?? this.#raise(this.#slotEdge(handler, slot));
      }
      case "external":
        return this.#unknownSource(call.source) ?? this.#raise(sourceEdge(call.source));
      case "execute":
        return this.#execute(call.rip);
      case "touch":
        return this.#touch();
      case "vanish":
      case "arrive":
      case "lapse":
        return this.#ofPmu(call.op);
      case "nmi":
        return this.#nmi(call.arrivals);
      default:
        return { code: "unsupported", message: "a booted kernel takes an NMI as a whole" };
    }
  }

  get plan(): TracePlan {
    return {
      chain: this.#setup.chain,
      axes: this.#axes,
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

  #unknownSource(source: Source): Misfit | null {
    if (source === undefined || (source === "own" && hasOwnSource(this.#axes))) return null;
    return {
      code: "unsupported",
      message: "the machine was set up without the axis of this source",
    };
  }

  /** The edge of a slot; behind a masked LVTPC it sets the status bit and no more. */
  #slotEdge(handler: number, slot: number): Edge {
    const sends = handler > 0 || (this.#lvtpc.overflow() && this.#flight.leave());
    return sends ? { from: "slot", handler, slot } : { from: "slot", handler, slot, silent: true };
  }

  #ofPmu(step: "vanish" | "arrive" | "lapse"): Misfit | null {
    if (!hasStepOfPmu(this.#axes, step)) return noStepOfPmu(step);
    if (step === "arrive") {
      return this.#flight.arrive() ? this.#raise({ from: "outside" }) : NO_EDGE_IS_LATE;
    }
    const pending = this.#latched || this.#edges.some(isSent) || !this.#flight.isEmpty;
    if (step === "lapse" && pending) {
      return { code: "order", message: "an edge comes before the window is over" };
    }
    return this.#raise({ from: step });
  }

  #touch(): Misfit | null {
    if (this.#axes.touch === "no") {
      return { code: "unsupported", message: "the machine was set up without the axis touch" };
    }
    const misfit = this.#blockedByPending();
    if (misfit !== null) return misfit;
    const last = this.#nmis.at(-1);
    if (this.#latched && last !== undefined) {
      last.touchedAfter = true;
      this.#imitations.add(
        "local_touch_nmi was called while an NMI was latched: by a handler, at the end of the NMI before it",
      );
    } else {
      this.#touched = true;
    }
    return null;
  }

  /** What the CPU cannot do while an NMI pends, unless the platform is *shadow*. */
  #blockedByPending(): Misfit | null {
    const pending = this.#latched || this.#edges.some(isSent);
    if (!pending || this.#setup.shadow) return null;
    return {
      code: "order",
      message: "an NMI is pending, and it comes before the next instruction",
    };
  }

  #raise(edge: Edge): null {
    if (this.#latched) this.#nmis.at(-1)?.arrivals.push({ before: this.#polls, edge });
    else this.#edges.push(edge);
    return null;
  }

  #execute(rip: number): Misfit | null {
    const { rips } = this.#setup;
    if (rip > rips) return { code: "range", message: `rip goes from 1 to ${rips}` };
    const misfit = this.#blockedByPending();
    if (misfit !== null) return misfit;
    const pending = this.#latched || this.#edges.some(isSent);
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
    if (!latched && !this.#edges.some(isSent)) {
      return { code: "order", message: "no NMI is pending" };
    }
    for (const arrival of arrivals) {
      const misfit = this.#unfit(arrival);
      if (misfit !== null) return misfit;
    }
    const forgets = this.#axes.nmiInjection === "drops";
    const runs = planRuns(arrivals, this.#polls, this.#lvtpc, this.#flight, forgets);
    if ("code" in runs) return runs;
    if (runs.lists.length > 1) this.#imitations.add(SENT_WHEN_IT_NESTS);
    if (runs.sendsBehind) this.#imitations.add(SENT_BEHIND);
    for (const [run, list] of runs.lists.entries()) {
      const first = {
        latched,
        edges: this.#edges,
        ...(this.#touched && { touchedBefore: true as const }),
      };
      const again = { latched: true, edges: [], rerun: true as const };
      this.#nmis.push({
        rip: this.#rip,
        ...(run === 0 ? first : again),
        arrivals: [...list],
        moveTo: null,
        ...(runs.sendsBehind && run + 1 === runs.lists.length && { sendsBehind: true as const }),
      });
    }
    this.#edges = [];
    this.#touched = false;
    this.#latched = runs.latched;
    return null;
  }

  #unfit(arrival: Arrival): Misfit | null {
    switch (arrival.event) {
      case "raise":
        return this.#unknownSlot(arrival.handler, arrival.slot);
      case "external":
        return this.#unknownSource(arrival.source);
      case "vanish":
      case "arrive":
        if (arrival.event === "vanish" && this.#axes.pmu === "stopped") {
          return { code: "order", message: "perf does not stop its events within an NMI" };
        }
        return hasStepOfPmu(this.#axes, arrival.event) ? null : noStepOfPmu(arrival.event);
      default:
        if (this.#axes.nesting === "yes") return null;
        return { code: "unsupported", message: "the machine was set up without the axis nesting" };
    }
  }
}

function sourceEdge(source: Source): Edge {
  return source === "own" ? { from: "own" } : { from: "outside" };
}

function noStepOfPmu(step: string): Misfit {
  const message = `the machine was set up without the axis pmu that has ${step}`;
  return { code: "unsupported", message };
}

function isSent(edge: Edge): boolean {
  if (edge.from === "vanish" || edge.from === "lapse") return false;
  return edge.from === "outside" || edge.silent !== true;
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
