import type { Hardware } from "./hardware.js";
import { countsOf, knowledgeOf, reportsWhatMayBeUnknown, withoutCredit } from "./knowledge.js";
import type { Knowable } from "./limits.js";
import { shortestPair } from "./pair.js";

/** What an observer of this hardware can know. */
export function knowable(hardware: Hardware): Knowable {
  const plain = knowledgeOf(hardware, withoutCredit);
  const credited = countsOf(knowledgeOf(hardware, reportsWhatMayBeUnknown));
  const decisions = countsOf(plain);
  const perfectPolicy = credited.cannotTell === 0;
  return {
    observation: hardware.observation,
    knowledgeSets: plain.sets.length,
    decisions,
    withCredit: credited,
    perfectPolicy,
    pair: perfectPolicy ? null : shortestPair(hardware, { credit: true }),
    pairWithoutCredit:
      decisions.cannotTell === 0 ? null : shortestPair(hardware, { credit: false }),
  };
}
