import type { Outcome } from "../../spec/state.js";
import { claimedSlot, type SlotName } from "./observation.js";
import type { Trace, TraceEvent, TraceState } from "./schema.js";

/** An edge that was sent to the latch. */
export interface Edge {
  /** The number of the event that sent it, counted from 1. */
  readonly event: number;
  /** The slot whose event sent it; null for a source that no handler knows. */
  readonly slot: SlotName | null;
}

/** A slot's event that a handler claimed. */
export interface Claim {
  readonly event: number;
  readonly slot: SlotName;
}

/** One NMI of a trace: what was in it and what became of it. */
export interface NmiStory {
  /** Counted from 1 within the trace. */
  readonly nmi: number;
  readonly rip: number;
  /** Where the NMI before found the CPU; null when there was none. */
  readonly lastRip: number | null;
  readonly backToBack: boolean;
  /** The edges that were folded into it, oldest first. */
  readonly edges: readonly Edge[];
  readonly claims: readonly Claim[];
  /** The handler after which the policy ended the walk, though the chain went on; or null. */
  readonly stoppedAfter: number | null;
  /** `swallow_nmi` when the NMI was decided; null when the policy has none. */
  readonly armed: boolean | null;
  /** `swallow_nmi` after the NMI. */
  readonly armedAfter: boolean | null;
  /** Null when the trace ends within the NMI. */
  readonly outcome: Outcome | null;
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
  readonly trace: Trace;
  readonly moments: readonly Moment[];
  readonly nmis: readonly NmiStory[];
}

/** `swallow_nmi` in a state, or null when the policy keeps no such flag. */
export function swallowNmi(state: TraceState): boolean | null {
  const memory = state.policyMemory;
  if (typeof memory !== "object" || memory === null || Array.isArray(memory)) return null;
  const flag = memory.swallowNmi;
  return typeof flag === "boolean" ? flag : null;
}

/** Reads a trace whose events are possible (see `verify.ts`) as a story. */
export function tellStory(trace: Trace): Story {
  const moments: Moment[] = [];
  const nmis: NmiStory[] = [];
  let before = trace.initial;
  let pending: Edge[] = [];
  let latch: LatchContent = "empty";
  for (const [index, event] of trace.events.entries()) {
    const number = index + 1;
    const after = event.state;
    if (event.event === "deliver") {
      nmis.push(newNmi(nmis.length + 1, before, after, pending));
      pending = [];
      latch = "empty";
    } else if (event.event === "raise" || event.event === "external") {
      const edge = edgeOf(event, number);
      pending.push(edge);
      latch = withEdge(latch, edge);
    }
    const nmi = nmis.pop();
    if (nmi !== undefined) nmis.push(continued(nmi, trace, number, event, before));
    const isInside = before.position.at !== "run" || after.position.at !== "run";
    moments.push({ number, event, before, after, latch, nmi: isInside ? nmis.length : null });
    before = after;
  }
  return { trace, moments, nmis };
}

function edgeOf(event: TraceEvent, number: number): Edge {
  const slot = event.event === "raise" ? { handler: event.handler, slot: event.slot } : null;
  return { event: number, slot };
}

function withEdge(latch: LatchContent, { slot }: Edge): LatchContent {
  const sent = slot === null ? "unknown" : "known";
  return latch === "empty" || latch === sent ? sent : "both";
}

function newNmi(
  nmi: number,
  before: TraceState,
  after: TraceState,
  edges: readonly Edge[],
): NmiStory {
  return {
    nmi,
    rip: after.rip,
    lastRip: before.lastNmiRip,
    backToBack: after.backToBack,
    edges,
    claims: [],
    stoppedAfter: null,
    armed: swallowNmi(after),
    armedAfter: swallowNmi(after),
    outcome: null,
  };
}

/** The NMI with one more event taken into account. */
function continued(
  nmi: NmiStory,
  trace: Trace,
  number: number,
  event: TraceEvent,
  before: TraceState,
): NmiStory {
  const after = event.state;
  if (event.event === "decide") {
    const [armed, armedAfter] = [swallowNmi(before), swallowNmi(after)];
    return { ...nmi, armed, armedAfter, outcome: after.outcome };
  }
  if (event.event !== "poll" || before.position.at !== "polling") return nmi;
  const { handler } = before.position;
  const slot = claimedSlot("poll", before);
  const claims = slot === null ? nmi.claims : [...nmi.claims, { event: number, slot }];
  const isStopped = after.position.at === "decide" && handler + 1 < trace.platform.chain.length;
  return { ...nmi, claims, stoppedAfter: isStopped ? handler : null };
}

/** The NMI in which the event that sent `edge` was claimed, or null when it never was. */
export function claimedBy(story: Story, edge: Edge): NmiStory | null {
  const isClaim = (claim: Claim): boolean =>
    claim.event > edge.event &&
    claim.slot.handler === edge.slot?.handler &&
    claim.slot.slot === edge.slot.slot;
  return story.nmis.find((nmi) => nmi.claims.some(isClaim)) ?? null;
}
