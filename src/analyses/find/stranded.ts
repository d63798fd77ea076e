import type { Story } from "../../machine/trace/story.js";
import { originOf } from "./origin.js";

/** Why an event is left without an NMI, in terms of the kernel. */
export function strandedFacts(story: Story): readonly string[] {
  const state = story.moments.at(-1)?.after ?? story.trace.initial;
  const slots = state.active.flatMap((own, handler) =>
    own.flatMap((active, slot) => (active ? [{ handler, slot }] : [])),
  );
  const facts = slots.flatMap((slot) => {
    const taker = story.nmis.findLast(({ edges }) =>
      edges.some((edge) => edge.slot?.handler === slot.handler && edge.slot.slot === slot.slot),
    );
    if (taker === undefined) return ["no NMI ever took the edge of the event"];
    if (taker.stoppedAfter === null) return ["the walk passed the slot before its event"];
    const kinds = new Set(taker.claims.map((claim) => originOf(story, taker, claim).origin));
    const met = kinds.has("own")
      ? "the edges of two handlers' events folded into one NMI"
      : "an earlier handler's event came after an NMI was taken that carried the edge of a later handler";
    return [
      `${met}, which was not back-to-back`,
      "the walk stopped after the first handler that claimed something",
    ];
  });
  return [...new Set(facts)];
}
