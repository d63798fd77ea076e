import type { LearnDocument } from "../analyses/learn/document.js";
import type { NamedPolicyEvents } from "../analyses/learn/named-policy.js";
import { counted } from "../machine/trace/words.js";
import type { Output } from "./output.js";

/** Tells the user what takes its time while a policy is learned, and what was learned. */
export function learnedRemarks(output: Output): NamedPolicyEvents {
  return {
    onProgress: (text) => {
      if (output.terminal !== null) output.remark(`${text} …\n`);
    },
    onLearned: (document) => output.remark(`${learnedSentence(document)}\n`),
  };
}

/** What was learned, from which version of what, and how it is known, in one line. */
export function learnedSentence({
  from,
  source,
  states,
  extraStates,
  nmis,
  edges,
  machine,
}: LearnDocument): string {
  const known = `exact up to ${counted(extraStates, "state")} more, and ${counted(edges.covered, "edge")} of its graph on ${machine.name}, chain [${machine.chain.join(",")}], run on the engine`;
  return `${from} was learned from ${source}: ${counted(states, "state")}, ${counted(nmis.learning + nmis.edges, "NMI")}; ${known}`;
}
