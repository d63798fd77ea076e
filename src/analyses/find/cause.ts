import { storyInQuestion } from "../../machine/trace/board/explain.js";
import { isBoardTrace, type Trace } from "../../machine/trace/schema.js";
import {
  hasVanished,
  isOfAll,
  type NmiStory,
  type Story,
  tellStory,
} from "../../machine/trace/story.js";
import { enumerated } from "../../machine/trace/words.js";
import { deliveryOf, originOf } from "./origin.js";
import { strandedFacts } from "./stranded.js";

/**
 * In which terms a cause is told: with `swallow_nmi`, where the policy keeps it, or in those of what the
 * kernel does alone, so that the causes of policies can be compared which keep something else.
 */
export type CauseTerms = "what it keeps" | "what it does";

/**
 * Why a run violates its property, as facts in terms of the kernel, found in its events. Names of
 * RIPs and slots do not occur in them: runs with the same facts are one class.
 */
export function causeOf(told: Story, terms: CauseTerms = "what it keeps"): readonly string[] {
  const story = terms === "what it keeps" ? told : withoutMemory(told);
  if (story.trace.property === "NoStranded") return strandedFacts(story);
  if (story.trace.property === "NoForgottenSource") return forgottenFacts(story);
  const last = story.nmis.at(-1);
  if (last?.elsewhere === "hidden") return hiddenFacts(story, last);
  switch (last?.outcome) {
    case "falseSwallow":
      return falseSwallowFacts(story, last);
    case "spurious":
      return spuriousFacts(story, last, terms);
    case "masked":
      return maskedFacts(story, last);
    default:
      return ["the last NMI ended so that the property is violated"];
  }
}

/** The facts of a trace; of several CPUs those of the one in question, and which it is. */
export function factsOf(trace: Trace, terms: CauseTerms = "what it keeps"): readonly string[] {
  if (!isBoardTrace(trace)) return causeOf(tellStory(trace), terms);
  const { cpu, story } = storyInQuestion(trace);
  const where = cpu === 0 ? "the boot CPU" : "another CPU than the boot CPU";
  return [`on ${where}`, ...causeOf(story, terms)];
}

function withoutMemory(story: Story): Story {
  return { ...story, nmis: story.nmis.map((nmi) => ({ ...nmi, armed: null, armedAfter: null })) };
}

/** `1 event`, or that there were several: how many is not a cause. */
function events(nmi: NmiStory): string {
  return nmi.claims.length === 1 ? "one event" : "several events";
}

/** How the events that an NMI claimed had come. */
function claimsText(story: Story, nmi: NmiStory): string {
  const origins = new Set(nmi.claims.map((claim) => originOf(story, nmi, claim).origin));
  const isOne = nmi.claims.length === 1;
  if (nmi.claims.length === 0) return "nothing";
  if (origins.size === 1 && origins.has("own")) {
    return isOne ? "one event of its own" : "several events whose edges had folded into it";
  }
  const parts = [
    ...(origins.has("late") ? ["came only after the NMI was taken"] : []),
    ...(origins.has("inFlight") ? ["had its edge still on its way"] : []),
    ...(origins.has("left") ? ["was left over by an earlier NMI's walk"] : []),
  ];
  if (isOne) return `one event, which ${enumerated(parts)}`;
  const which = parts.map((part) => `one that ${part}`);
  return `several events, among them ${enumerated(which)}`;
}

function falseSwallowFacts(story: Story, nmi: NmiStory): readonly string[] {
  const earlier = story.nmis.slice(0, nmi.nmi - 1);
  const isArmed = nmi.armed === true;
  const armer = isArmed ? armerOf(earlier) : earlier.findLast(({ claims }) => claims.length > 0);
  if (armer === undefined) {
    return [
      isArmed
        ? "swallow_nmi was set, and no NMI had set it"
        : "the policy swallowed it though no NMI had claimed anything",
    ];
  }
  const memory = isArmed ? "swallow_nmi was set by" : "the policy swallowed it after";
  return [
    `${memory} an NMI that claimed ${claimsText(story, armer)}`,
    ...awaited(story, armer, nmi),
    ...between(earlier.slice(armer.nmi)),
  ];
}

/**
 * The NMI that set `swallow_nmi`: of those since it was last clear, the last one that claimed several
 * events, since that sets it again; else the first, whatever made the policy set it then.
 */
function armerOf(earlier: readonly NmiStory[]): NmiStory | undefined {
  const cleared = earlier.findLastIndex(({ armedAfter }) => armedAfter !== true) + 1;
  const decidedClear = earlier.findLastIndex(({ armed }) => armed !== true);
  const since = earlier.slice(Math.max(cleared, decidedClear));
  return since.findLast(({ claims }) => claims.length > 1) ?? since[0];
}

/** What had become of the NMI that the heuristic waits for when the unknown one came. */
function awaited(story: Story, armer: NmiStory, culprit: NmiStory): readonly string[] {
  const due = armer.claims
    .map((claim) => originOf(story, armer, claim))
    .filter(({ origin }) => origin === "late" || origin === "inFlight");
  if (due.length === 0) {
    const stale = culprit.edges.some(({ slot }) => slot !== null);
    return [
      "no other NMI was due",
      ...(stale ? ["the edge of an event claimed since folded with the unknown edge"] : []),
    ];
  }
  if (due.some(({ dueAt }) => dueAt?.nmi === culprit.nmi)) {
    return ["the NMI that was due folded with the unknown edge"];
  }
  const used = due.find(({ dueAt }) => dueAt !== null)?.dueAt;
  if (used == null) return ["the NMI that was due was not delivered"];
  const stale = culprit.edges.some(({ slot }) => slot !== null);
  const how = used.claims.length > 0 ? "with an event of its own" : `and was ${answerTo(used)}`;
  return [
    `the NMI that was due had come ${how}`,
    ...(stale ? ["the edge of an event claimed since folded with the unknown edge"] : []),
  ];
}

function between(nmis: readonly NmiStory[]): readonly string[] {
  if (nmis.length === 0) return [];
  const what = nmis.map((nmi) => {
    if (nmi.outcome === "masked") return "one that masked an unknown edge";
    if (nmi.claims.length > 0) return `one that claimed ${events(nmi)}`;
    return `one that was ${judgementOf(nmi)}`;
  });
  const isRun = nmis.every(({ backToBack }) => backToBack);
  return [
    `between them ${isRun ? "the run of back-to-back NMIs had" : "came"} ${enumerated(what)}`,
  ];
}

/** What the kernel did with an NMI that nobody claimed. */
function answerTo({ outcome }: NmiStory): string {
  return outcome === "swallowed" || outcome === "falseSwallow" ? "swallowed" : "reported";
}

function judgementOf(nmi: NmiStory): string {
  switch (nmi.outcome) {
    case "falseSwallow":
      return "falsely swallowed";
    case "spurious":
      return "reported without a cause";
    case "misattributed":
      return "reported in place of an earlier one";
    default:
      return `rightly ${answerTo(nmi)}`;
  }
}

const NOT_CLAIMED = "no NMI had claimed its event early";
const VANISHED = "the status bit of its event was gone before its handler looked";
const SHARED = "its edge is of a source that all CPUs share, and this CPU claimed nothing of it";

function whyNotClaimed(story: Story, { edges }: NmiStory): string {
  if (edges.some((edge) => hasVanished(story, edge))) return VANISHED;
  return edges.some((edge) => isOfAll(story, edge)) ? SHARED : NOT_CLAIMED;
}

function spuriousFacts(story: Story, nmi: NmiStory, terms: CauseTerms): readonly string[] {
  const claimers = story.nmis
    .slice(0, nmi.nmi - 1)
    .filter((other) =>
      other.claims.some((claim) => originOf(story, other, claim).dueAt?.nmi === nmi.nmi),
    );
  const claimed = claimers.map((claimer) => {
    const repeated = claimer.claims.some((claim) => {
      const { dueAt, isRepeated } = originOf(story, claimer, claim);
      return dueAt?.nmi === nmi.nmi && isRepeated;
    });
    const again = repeated ? " (it had happened twice before it was claimed)" : "";
    return `an NMI had claimed ${claimsText(story, claimer)}${again}`;
  });
  return [
    ...(claimed.length === 0 ? [whyNotClaimed(story, nmi)] : claimed),
    ...between(story.nmis.slice(claimers.at(-1)?.nmi ?? nmi.nmi - 1, nmi.nmi - 1)),
    whyReported(nmi, terms),
    ...(nmi.panicked ? ["the kernel panicked for it"] : []),
  ];
}

function whyReported(nmi: NmiStory, terms: CauseTerms): string {
  if (nmi.lastRip === null) return "its own NMI was not swallowed: it was the first NMI";
  if (!nmi.backToBack) return "its own NMI was not swallowed: ip had changed in between";
  if (terms === "what it does") return "its own NMI was not swallowed, though it was back-to-back";
  if (nmi.armed === null) return "its own NMI was not swallowed: the policy keeps no swallow_nmi";
  return nmi.armed
    ? "its own NMI was not swallowed: the policy reported it though swallow_nmi was set"
    : "its own NMI was not swallowed: swallow_nmi was not set";
}

/** Which source has something to say that nobody will ask, at the end. */
function forgottenFacts(story: Story): readonly string[] {
  const { serr, iochk, ownSource } = story.moments.at(-1)?.after ?? story.trace.initial;
  const forgotten = [
    ...(serr === true ? ["the bit of a system error is set in the reason port"] : []),
    ...(iochk === true ? ["the bit of an I/O check is set in the reason port"] : []),
    ...(ownSource === true ? ["the source that a handler of NMI_UNKNOWN knows has fired"] : []),
  ];
  const last = story.nmis.at(-1);
  const how =
    last === undefined
      ? []
      : [`the last NMI ${last.claims.length > 0 ? `claimed ${events(last)}` : "claimed nothing"}`];
  return [`${enumerated(forgotten)}, and no NMI will come for it`, ...how];
}

function hiddenFacts(story: Story, nmi: NmiStory): readonly string[] {
  const folded = nmi.edges.some(({ source }) => source !== "unknown");
  return [
    "a handler of NMI_UNKNOWN that claims whatever comes claimed the NMI of an unknown edge",
    ...(folded ? ["the edge of another source had folded with the unknown edge"] : []),
    ...between(story.nmis.slice(0, nmi.nmi - 1)),
  ];
}

function maskedFacts(story: Story, nmi: NmiStory): readonly string[] {
  const before = story.nmis.slice(0, nmi.nmi - 1);
  const unknown = nmi.edges.find(({ slot }) => slot === null);
  const lastDelivery = before.at(-1);
  const came =
    lastDelivery !== undefined && (unknown?.event ?? 0) > deliveryOf(story, lastDelivery)
      ? ["the unknown edge came after an earlier NMI was taken"]
      : [];
  const taken =
    nmi.elsewhere === "external"
      ? [`the reason port told of ${nmi.reason === "iochk" ? "an I/O check" : "a system error"}`]
      : nmi.elsewhere === "recognised"
        ? ["a handler of NMI_UNKNOWN recognised its own source"]
        : [];
  return [`the NMI of the unknown edge claimed ${claimsText(story, nmi)}`, ...taken, ...came];
}
