import type { Elsewhere } from "../../../spec/cpu/state.js";
import type { TraceState } from "./schema.js";
import type { SlotName } from "./slot.js";
import { claimedBy, hasVanished, isOfAll, type NmiStory, type Story } from "./story.js";
import { counted, distinct, enumerated, grouped, slotText, sourceText } from "./words.js";

/**
 * Why the last state of a trace is as it is, in one sentence in terms of the kernel, without a full
 * stop: of the property that it violates, or else of its last NMI.
 *
 * @param whole the trace by whose events a cycle is told: where the story is of one CPU of several,
 * that of all of them
 */
export function explain(
  story: Story,
  whole: { readonly loop?: number | undefined; readonly events: readonly unknown[] } = story.trace,
): string {
  if (story.trace.loop !== undefined && whole.loop !== undefined) {
    return explainEndless(story, story.trace.loop, goingOnText(whole.loop, whole.events.length));
  }
  if (story.trace.property === "NoStranded") return explainStranded(story);
  if (story.trace.property === "NoForgottenSource") return explainForgotten(story);
  const last = story.nmis.filter(({ ended }) => ended).at(-1);
  if (last?.panicked === true) return `the kernel panicked: ${explainNmi(story, last)}`;
  return last === undefined ? "no NMI was handled to its end" : explainNmi(story, last);
}

/** How one NMI ended and why, in one sentence in terms of the kernel, without a full stop. */
export function explainNmi(story: Story, nmi: NmiStory): string {
  const name = `NMI ${nmi.nmi}`;
  if (nmi.elsewhere !== null) return explainElsewhere(name, nmi.elsewhere, nmi);
  switch (nmi.outcome) {
    case null:
      return `${name} is still being handled`;
    case "handled":
      return `${name} was handled: ${claimsText(nmi)}`;
    case "masked":
      return `unknown NMI at ${name} was masked: ${claimsText(nmi)} in the same NMI, so the kernel took it for handled`;
    case "falseSwallow":
      return `unknown NMI at ${name} was swallowed: ${whySwallowed(story, nmi)}`;
    case "swallowed":
      return `${name} was rightly swallowed: ${originText(story, nmi)}; ${whySwallowed(story, nmi)}`;
    case "reported":
      return `${name} was rightly reported as unknown: ${knownAndUnknown(nmi)}`;
    case "misattributed":
      return `${name} was reported as unknown in place of the one lost at NMI ${lostBefore(story, nmi)}: ${originText(story, nmi)}`;
    case "spurious":
      return `${name} was reported as unknown, but no unknown NMI was sent: ${originText(story, nmi)}; ${whyNotSwallowed(story, nmi)}`;
  }
}

function explainElsewhere(name: string, elsewhere: Elsewhere, nmi: NmiStory): string {
  const port = nmi.reason === "serr" ? "a PCI system error" : "an I/O check";
  const lost = nmi.outcome === "masked" ? ", and the unknown NMI in it was masked" : "";
  switch (elsewhere) {
    case "external":
      return `${name} was told as ${port}: no handler claimed anything, and its bit stood in the reason port${lost}`;
    case "recognised":
      return `${name} was claimed by the handler of NMI_UNKNOWN whose source had sent something${lost}`;
    case "taken":
      if (nmi.inFront) return `${name} was the handler's in front: no unknown edge was in it`;
      return `${name} was claimed by a handler of NMI_UNKNOWN that claims whatever comes: no unknown edge was in it`;
    case "hidden":
      if (nmi.inFront) {
        const how = nmi.edges.some(({ source }) => source === "summons")
          ? "it was folded into the summons to the handler in front, which took it whole"
          : "the emergency handler of a crash takes each NMI whole";
        return `unknown NMI at ${name} was hidden: ${how}`;
      }
      return `unknown NMI at ${name} was hidden: no handler of NMI_LOCAL claimed anything, and one of NMI_UNKNOWN claims whatever comes`;
  }
}

function claimsText(nmi: NmiStory): string {
  if (nmi.claims.length === 0) return "a handler claimed one without an event";
  const slots = enumerated(nmi.claims.map((claim) => slotText(claim.slot)));
  return `${counted(nmi.claims.length, "event")} claimed (${slots})`;
}

function knownAndUnknown(nmi: NmiStory): string {
  return nmi.edges.some(({ source }) => source !== "unknown")
    ? "an edge of an unknown source was folded into it, and no handler claimed an event"
    : "its edge came from an unknown source";
}

/** Where the edges of an NMI came from that has nothing left to claim. */
function originText(story: Story, nmi: NmiStory): string {
  if (nmi.edges.every(({ source }) => source === "again")) {
    return "the hypervisor had delivered the NMI before it again";
  }
  // Of several edges of one slot the last one counts: a claim after it is a claim of them all.
  const edges = new Map(nmi.edges.map((edge) => [sourceText(edge), edge]));
  const sources = [...edges.keys()];
  const claimers = distinct(
    [...edges.values()].flatMap((edge) => {
      const claimer = claimedBy(story, edge);
      return claimer === null || claimer.nmi >= nmi.nmi ? [] : [`NMI ${claimer.nmi}`];
    }),
  );
  const [edge, event] = sources.length === 1 ? ["edge", "event"] : ["edges", "events"];
  const origin = `its ${edge} came from ${enumerated(sources)}, whose ${event}`;
  if (claimers.length > 0) return `${origin} ${enumerated(claimers)} had already claimed`;
  if (nmi.edges.some((one) => hasVanished(story, one))) {
    return `${origin} had no status bit any more when the handler looked`;
  }
  if (!nmi.edges.some((one) => isOfAll(story, one))) return `${origin} the walk did not reach`;
  const now = story.moments.at(-1)?.before;
  const waits = nmi.edges.some(
    ({ slot }) => slot !== null && now?.active[slot.handler]?.[slot.slot],
  );
  return waits
    ? `${origin} is another CPU's to claim`
    : `${origin} another CPU had already claimed`;
}

/** `swallow_nmi was set at NMI 1 by 2 events, ip unchanged`. */
function whySwallowed(story: Story, nmi: NmiStory): string {
  const earlier = story.nmis.slice(0, nmi.nmi - 1);
  const armer = earlier.findLast((other) => other.armedAfter === true && other.handled > 1);
  if (nmi.armed !== true || armer === undefined) return policyDid(story, "swallowed");
  const events = counted(armer.claims.length, "event");
  const by =
    armer.handled === armer.claims.length ? events : `${events} that counted as ${armer.handled}`;
  return `swallow_nmi was set at NMI ${armer.nmi} by ${by}, ip unchanged`;
}

function whyNotSwallowed(story: Story, nmi: NmiStory): string {
  if (nmi.armed === null) return policyDid(story, "reported");
  if (!nmi.backToBack) {
    if (nmi.lastRip === null && nmi.nmi > 1) {
      return "not swallowed because local_touch_nmi had set last_nmi_rip to 0";
    }
    return nmi.lastRip === null
      ? "not swallowed because it is the first NMI"
      : `not swallowed because ip had changed from ${nmi.lastRip} to ${nmi.rip}`;
  }
  return nmi.armed ? policyDid(story, "reported") : "not swallowed because swallow_nmi was not set";
}

function policyDid(story: Story, deed: "reported" | "swallowed"): string {
  return `the policy ${story.trace.policy.name} ${deed} it`;
}

/** The NMI at which the unknown edge was lost that is still owed to the user. */
function lostBefore(story: Story, nmi: NmiStory): number | string {
  const lost = story.nmis
    .slice(0, nmi.nmi - 1)
    .findLast(({ outcome }) => outcome === "masked" || outcome === "falseSwallow");
  return lost?.nmi ?? "an earlier time";
}

/** Why a behaviour that never ends is a counterexample, and how it goes on. */
function explainEndless(story: Story, loop: number, goesOn: string): string {
  const { property } = story.trace;
  const last = story.nmis.filter(({ ended }) => ended).at(-1);
  if (property === "EveryEventHandled") return explainUnclaimed(story, loop, goesOn);
  return last === undefined ? goesOn : `${explainNmi(story, last)}; from then on ${goesOn}`;
}

function goingOnText(loop: number, events: number): string {
  return loop === events ? "nothing happens any more" : `${eventsText(loop + 1, events)} for ever`;
}

function eventsText(first: number, last: number): string {
  return first === last
    ? `event ${grouped(first)} repeats`
    : `events ${grouped(first)} to ${grouped(last)} repeat`;
}

/** The slots that stay active from the start of the cycle on. */
function explainUnclaimed(story: Story, loop: number, goesOn: string): string {
  const states = [story.trace.initial, ...story.moments.map(({ after }) => after)].slice(loop);
  const waiting = activeSlots(states.at(-1) ?? story.trace.initial).filter(({ handler, slot }) =>
    states.every(({ active }) => active[handler]?.[slot] === true),
  );
  const first = waiting[0];
  if (first === undefined) return goesOn;
  const taker = takerOf(story, first);
  const [event, is] = waiting.length === 1 ? ["event", "is"] : ["events", "are"];
  const what = `the ${event} of ${enumerated(waiting.map(slotText))} ${is} never claimed`;
  if (taker?.stoppedAfter == null) return `${what}: ${goesOn}`;
  const edge = waiting.length === 1 ? "its edge" : `the edge of ${slotText(first)}`;
  return `${what}: ${edge} was spent on NMI ${taker.nmi}, whose walk stopped after handler ${taker.stoppedAfter}, and ${goesOn}`;
}

function activeSlots(state: TraceState): readonly SlotName[] {
  return state.active.flatMap((slots, handler) =>
    slots.flatMap((active, slot) => (active ? [{ handler, slot }] : [])),
  );
}

/** The last NMI that took an edge of the slot. */
function takerOf(story: Story, { handler, slot: number }: SlotName): NmiStory | undefined {
  return story.nmis.findLast((nmi) =>
    nmi.edges.some(({ slot }) => slot?.handler === handler && slot.slot === number),
  );
}

function explainStranded(story: Story): string {
  const stranded = activeSlots(story.moments.at(-1)?.after ?? story.trace.initial);
  const first = stranded[0];
  if (first === undefined) return "no event is waiting";
  const taker = takerOf(story, first);
  const [event, is] = stranded.length === 1 ? ["event", "is"] : ["events", "are"];
  const what = `the ${event} of ${enumerated(stranded.map(slotText))} ${is} stranded`;
  const why = whySilent(story, first) ?? whyNotCleared(story, first);
  if (why !== null) return `${what}: ${why}, and no NMI is pending`;
  if (taker?.stoppedAfter == null) return `${what}: active, and no NMI is pending`;
  const edge = stranded.length === 1 ? "its edge" : `the edge of ${slotText(first)}`;
  const walk = `whose walk stopped after handler ${taker.stoppedAfter}`;
  return `${what}: ${edge} was spent on NMI ${taker.nmi}, ${walk}, and no NMI is pending`;
}

/** Why the last event of a slot sent no edge, if it sent none. */
function whySilent({ moments, silent }: Story, { handler, slot }: SlotName): string | null {
  const last = moments.findLast(
    ({ event }) => event.event === "raise" && event.handler === handler && event.slot === slot,
  );
  return last !== undefined && silent.includes(last.number)
    ? "it happened while the LVTPC was masked, and sent no edge"
    : null;
}

/** Why a slot is active whose event was claimed. */
function whyNotCleared({ moments, nmis }: Story, { handler, slot }: SlotName): string | null {
  const claimer = nmis.findLast(({ claims }) =>
    claims.some((claim) => claim.slot.handler === handler && claim.slot.slot === slot),
  );
  const claim = claimer?.claims.at(-1);
  if (claimer === undefined || claim === undefined) return null;
  const after = moments[claim.event - 1]?.after;
  return after?.active[handler]?.[slot] === true
    ? `its handler claimed it at NMI ${claimer.nmi} and did not clear it`
    : null;
}

/** Which source waits that the kernel could ask, and where its edge went. */
function explainForgotten(story: Story): string {
  const { serr, iochk, ownSource } = story.moments.at(-1)?.after ?? story.trace.initial;
  const standing = [
    ...(serr === true ? [{ source: "serr", what: "a PCI system error stands in port 0x61" }] : []),
    ...(iochk === true ? [{ source: "iochk", what: "an I/O check stands in port 0x61" }] : []),
    ...(ownSource === true
      ? [{ source: "own", what: "the source that NMI_UNKNOWN knows has not been asked" }]
      : []),
  ];
  const [first] = standing;
  if (first === undefined) return "no source is waiting";
  const taker = story.nmis.findLast(({ edges }) =>
    edges.some(({ source }) => source === first.source),
  );
  const what = enumerated(standing.map((one) => one.what));
  const spent = taker === undefined ? "" : `: its edge was spent on NMI ${takenBy(taker)}`;
  return `${what}${spent}, and no NMI is pending`;
}

function takenBy(nmi: NmiStory): string {
  if (nmi.handled > 0) return `${nmi.nmi}, where ${claimsText(nmi)}`;
  if (nmi.elsewhere === "external") {
    return `${nmi.nmi}, which was told as ${nmi.reason === "serr" ? "a PCI system error" : "an I/O check"}`;
  }
  return nmi.outcome === "swallowed" || nmi.outcome === "falseSwallow"
    ? `${nmi.nmi}, which was swallowed`
    : `${nmi.nmi}`;
}
