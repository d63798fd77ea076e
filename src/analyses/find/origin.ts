import { at } from "../../../spec/language.js";
import {
  type Claim,
  type Edge,
  edgeOf,
  isInFlight,
  type NmiStory,
  type Story,
} from "../../machine/trace/story.js";

/**
 * How a claimed event stands to the NMI that claimed it. `own`: its edge was folded into this NMI.
 * `late`: it came after the NMI was taken, so an edge of it is still due. `inFlight`: it came before,
 * but its edge was still on its way. `left`: its edge was spent
 * on an earlier NMI, whose walk did not reach it.
 */
export type Origin = "own" | "late" | "inFlight" | "left";

/** The number of the event that delivered an NMI. */
export function deliveryOf(story: Story, nmi: NmiStory): number {
  const deliveries = story.moments.filter(({ event }) => event.event === "deliver");
  return deliveries[nmi.nmi - 1]?.number ?? 0;
}

function sends(edge: Pick<Edge, "slot">, claim: Claim): boolean {
  return edge.slot?.handler === claim.slot.handler && edge.slot.slot === claim.slot.slot;
}

/** Every edge of the story with the NMI that took it; null while it is in the latch. */
function edgesOf(story: Story): readonly { readonly edge: Edge; readonly nmi: NmiStory | null }[] {
  return story.moments.flatMap(({ event, number }) => {
    const edge = edgeOf(event, number);
    if (edge === null) return [];
    const nmi = story.nmis.find(({ edges }) => edges.some((one) => one.event === number)) ?? null;
    return [{ edge, nmi }];
  });
}

/** What is known of one claim: its origin, and the NMI that took its late edge, if there is one. */
export interface ClaimOrigin {
  readonly origin: Origin;
  /** The event happened more than once before it was claimed. */
  readonly isRepeated: boolean;
  /** Where the late edge went; null when it is still in the latch, or when there is none. */
  readonly dueAt: NmiStory | null;
}

/** Where the event of a claim came from. A late edge counts before any other: an NMI is due for it. */
export function originOf(story: Story, nmi: NmiStory, claim: Claim): ClaimOrigin {
  const earlier = story.nmis
    .flatMap(({ claims }) => claims)
    .filter((other) => {
      return other.event < claim.event && sends(other, claim);
    });
  const since = Math.max(0, ...earlier.map(({ event }) => event));
  const edges = edgesOf(story).filter(
    ({ edge }) => edge.event > since && edge.event < claim.event && sends(edge, claim),
  );
  const delivered = deliveryOf(story, nmi);
  const isRepeated = edges.length > 1;
  const late = edges.find(({ edge }) => edge.event > delivered);
  if (late !== undefined) return { origin: "late", isRepeated, dueAt: late.nmi };
  const sent = edges.find(
    (one) =>
      isInFlight(at(story.moments, one.edge.event - 1).event) &&
      (one.nmi === null || one.nmi.nmi > nmi.nmi),
  );
  if (sent !== undefined) return { origin: "inFlight", isRepeated, dueAt: sent.nmi };
  const isOwn = edges.some((one) => one.nmi === nmi);
  return { origin: isOwn ? "own" : "left", isRepeated, dueAt: null };
}
