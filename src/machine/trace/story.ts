import type { Elsewhere, Outcome } from "../../../spec/cpu/state.js";
import type { CpuTrace, TraceEvent, TraceState } from "./schema.js";
import { claimedSlot, type SlotName } from "./slot.js";

/** An edge that was sent to the latch. */
export type Edge = {
  /** The number of the event that sent it, counted from 1. */
  readonly event: number;
} & (
  | { readonly source: "slot"; readonly slot: SlotName }
  /** A source that no handler of NMI_LOCAL knows, and so no slot. */
  | {
      readonly source: "unknown" | "serr" | "iochk" | "own" | "again" | "summons";
      readonly slot: null;
    }
);

/** A slot's event that a handler claimed. */
export interface Claim {
  readonly event: number;
  readonly slot: SlotName;
}

/** One NMI of a trace, or one that nested in it: what was in it and what became of it. */
export interface NmiStory {
  /** Counted from 1 within the trace. */
  readonly nmi: number;
  /** It nested in the NMI before it, whose handlers ran once more for it with the same `regs`. */
  readonly rerun: boolean;
  readonly rip: number;
  /** Where the NMI before found the CPU; null when there was none, or the kernel has forgotten it. */
  readonly lastRip: number | null;
  readonly backToBack: boolean;
  /** The edges that were folded into it, oldest first. */
  readonly edges: readonly Edge[];
  readonly claims: readonly Claim[];
  /** What the handlers of NMI_LOCAL counted together; a handler with a quirk may count as it likes. */
  readonly handled: number;
  /** The handler after which the policy ended the walk, though the chain went on; or null. */
  readonly stoppedAfter: number | null;
  /** `swallow_nmi` when the NMI was decided; null when the policy has none. */
  readonly armed: boolean | null;
  /** `swallow_nmi` after the NMI. */
  readonly armedAfter: boolean | null;
  /** Whether the NMI has come to its end; the trace may end within it. */
  readonly ended: boolean;
  /** How it ended in the core's terms; null when it has not, or ended elsewhere. */
  readonly outcome: Outcome | null;
  /** How it ended where the core has no name for it. */
  readonly elsewhere: Elsewhere | null;
  /** The handler in front of all others took it whole. */
  readonly inFront: boolean;
  /** What the kernel read from the reason port. */
  readonly reason: "serr" | "iochk" | null;
  /** The kernel did not go on after it. */
  readonly panicked: boolean;
}

export type LatchContent = "empty" | "known" | "unknown" | "both";

/** One event of a trace and what is known about that moment. */
export interface Moment {
  /** Counted from 1. */
  readonly number: number;
  readonly event: TraceEvent;
  readonly before: TraceState;
  readonly after: TraceState;
  /** Who sent the edges that are folded into the latch after the event. */
  readonly latch: LatchContent;
  /** The NMI in which the event happens, counted from 1, or null outside of NMIs. */
  readonly nmi: number | null;
}

/** What a trace tells: its events, and the NMIs that they make up. */
export interface Story {
  readonly trace: CpuTrace;
  readonly moments: readonly Moment[];
  readonly nmis: readonly NmiStory[];
  /** Events that sent no edge, by their numbers: the LVTPC was masked. */
  readonly silent: readonly number[];
  /** What other CPUs do; null where there is one CPU. */
  readonly others: Others | null;
}

/** `swallow_nmi` in a state, or null when the policy keeps no such flag. */
export function swallowNmi(state: TraceState): boolean | null {
  const memory = state.policyMemory;
  if (typeof memory !== "object" || memory === null || Array.isArray(memory)) return null;
  const flag = memory.swallowNmi;
  return typeof flag === "boolean" ? flag : null;
}

/** What other CPUs do to the one that a story is of. */
export interface Others {
  /** The slot whose event they may claim as well; null where there is none. */
  readonly shared: SlotName | null;
  /** The state before each event: what they do lies between it and the state after the event before. */
  readonly befores: readonly TraceState[];
}

/**
 * Reads a trace whose events are possible (see `verify.ts`) as a story.
 *
 * @param others what other CPUs do, where there are any
 */
export function tellStory(trace: CpuTrace, others?: Others): Story {
  const moments: Moment[] = [];
  const nmis: NmiStory[] = [];
  const silent: number[] = [];
  let last = trace.initial;
  const latch = new LatchStory();
  for (const [index, event] of trace.events.entries()) {
    const before = others?.befores[index] ?? last;
    const number = index + 1;
    const after = event.state;
    if (event.event === "deliver") {
      nmis.push(newNmi(nmis, before, after, latch.deliver(), false));
    } else if (event.event === "nest") {
      latch.nest();
    } else if (event.event === "arrive") {
      if (isLost(trace, before)) silent.push(...latch.lose());
      else latch.arrive(after.secondLatched === true);
    } else {
      const edge = edgeOf(event, number);
      if (edge !== null && isMasked(event, before)) silent.push(number);
      else if (edge !== null && isInFlight(event)) latch.send(edge);
      else if (edge !== null && isLost(trace, before)) silent.push(number);
      else if (edge !== null) latch.take(edge, after.secondLatched === true);
    }
    const nmi = nmis.pop();
    if (nmi !== undefined) nmis.push(continued(nmi, trace, number, event, before));
    const isInside = before.position.at !== "run" || after.position.at !== "run";
    const here = isInside ? nmis.length : null;
    moments.push({ number, event, before, after, latch: latch.content, nmi: here });
    if (event.event === "decide" && after.position.at !== "run") {
      nmis.push(newNmi(nmis, before, after, latch.rerun(), true));
    }
    last = after;
  }
  return { trace, moments, nmis, silent, others: others ?? null };
}

/** The edges that are on their way: late, in the latch, second in a deep one, and in an NMI that nested. */
class LatchStory {
  #inFlight: Edge[] = [];
  #pending: Edge[] = [];
  #second: Edge[] = [];
  #nested: Edge[] = [];

  /** Who sent what is folded into the first NMI that pends. */
  get content(): LatchContent {
    const kinds = new Set(this.#pending.map(({ source }) => source === "unknown"));
    if (kinds.size === 2) return "both";
    if (kinds.size === 0) return "empty";
    return kinds.has(true) ? "unknown" : "known";
  }

  take(edge: Edge, isSecond: boolean): void {
    (isSecond ? this.#second : this.#pending).push(edge);
  }

  /** A late edge sets out. */
  send(edge: Edge): void {
    this.#inFlight.push(edge);
  }

  /** The late edges come, as one. */
  arrive(isSecond: boolean): void {
    for (const edge of this.#inFlight) this.take(edge, isSecond);
    this.#inFlight = [];
  }

  /** The late edges come to nothing: the events that sent them. */
  lose(): readonly number[] {
    const lost = this.#inFlight.map(({ event }) => event);
    this.#inFlight = [];
    return lost;
  }

  deliver(): readonly Edge[] {
    const taken = this.#pending;
    this.#pending = this.#second;
    this.#second = [];
    return taken;
  }

  nest(): void {
    this.#nested.push(...this.#pending);
    this.#pending = [];
  }

  rerun(): readonly Edge[] {
    const taken = this.#nested;
    this.#nested = [];
    return taken;
  }
}

/** The edge that an event sends, if it is of the kind that does. */
export function edgeOf(event: TraceEvent, number: number): Edge | null {
  switch (event.event) {
    case "raise": {
      const { handler, slot } = event;
      return { event: number, source: "slot", slot: { handler, slot } };
    }
    case "external":
      return { event: number, source: "unknown", slot: null };
    case "portError":
      return { event: number, source: event.cause, slot: null };
    case "ownEvent":
      return { event: number, source: "own", slot: null };
    case "summon":
      return { event: number, source: "summons", slot: null };
    case "reinject":
      return { event: number, source: "again", slot: null };
    default:
      return null;
  }
}

/** Handler 0 is the PMU's: through a masked LVTPC its events send nothing. */
function isMasked(event: TraceEvent, before: TraceState): boolean {
  return event.event === "raise" && event.handler === 0 && before.lvtpcMasked === true;
}

/** Whether the event of a slot has sent a late edge. */
export function isInFlight(event: TraceEvent): boolean {
  return event.event === "raise" && event.handler === 0 && event.state.inFlight === true;
}

/** Whether the status bit of an edge's event was gone before its handler looked. */
export function hasVanished({ moments }: Pick<Story, "moments">, edge: Edge): boolean {
  return (
    edge.slot?.handler === 0 &&
    moments.some(({ event, number }) => event.event === "vanish" && number > edge.event)
  );
}

/** A hypervisor may lose an edge that comes while NMIs are blocked. */
function isLost({ axes }: CpuTrace, { position, unblocked }: TraceState): boolean {
  const drops = axes?.["nmi-injection"] === "drops";
  return drops && position.at !== "run" && unblocked !== true;
}

function newNmi(
  nmis: readonly NmiStory[],
  before: TraceState,
  after: TraceState,
  edges: readonly Edge[],
  rerun: boolean,
): NmiStory {
  return {
    nmi: nmis.length + 1,
    rerun,
    rip: after.rip,
    lastRip: before.lastNmiRip,
    backToBack: after.backToBack,
    edges,
    claims: [],
    handled: 0,
    stoppedAfter: null,
    armed: swallowNmi(after),
    armedAfter: swallowNmi(after),
    ended: false,
    outcome: null,
    elsewhere: null,
    inFront: after.inFront === true,
    reason: null,
    panicked: false,
  };
}

/** The NMI with one more event taken into account. */
function continued(
  nmi: NmiStory,
  trace: CpuTrace,
  number: number,
  event: TraceEvent,
  before: TraceState,
): NmiStory {
  const after = event.state;
  if (event.event === "decide") {
    const { shows } = event;
    return {
      ...nmi,
      armed: swallowNmi(before),
      armedAfter: swallowNmi(after),
      handled: shows.claimed.reduce((sum, count) => sum + count, 0),
      ended: true,
      outcome: after.outcome,
      elsewhere: after.elsewhere ?? null,
      reason: shows.reason ?? null,
      panicked: after.panicked === true,
    };
  }
  if (event.event !== "poll" || before.position.at !== "polling") return nmi;
  const { handler } = before.position;
  const slot = claimedSlot("poll", before);
  const claims = slot === null ? nmi.claims : [...nmi.claims, { event: number, slot }];
  const isStopped = after.position.at === "decide" && handler + 1 < trace.platform.chain.length;
  const stoppedAfter = isStopped ? handler : null;
  return { ...nmi, claims, handled: claims.length, stoppedAfter };
}

/** Whether an edge came from what all CPUs see: the source that they share, or the reason port. */
export function isOfAll({ others }: Story, { source, slot }: Edge): boolean {
  if (others === null) return false;
  if (source === "serr" || source === "iochk") return true;
  return (
    slot !== null && slot.handler === others.shared?.handler && slot.slot === others.shared.slot
  );
}

/** The NMI in which the event that sent `edge` was claimed, or null when it never was. */
export function claimedBy(story: Story, edge: Edge): NmiStory | null {
  const isClaim = (claim: Claim): boolean =>
    claim.event > edge.event &&
    claim.slot.handler === edge.slot?.handler &&
    claim.slot.slot === edge.slot.slot;
  return story.nmis.find((nmi) => nmi.claims.some(isClaim)) ?? null;
}
