import { counted } from "../../machine/trace/words.js";
import type { LearnDocument } from "./document.js";

/** What was learned, from which version of what, and how it is known, in one line. */
export function learnedSentence({
  from,
  source,
  states,
  extraStates,
  nmis,
  edges,
  machine,
}: Omit<LearnDocument, "transitions">): string {
  const known = `exact up to ${counted(extraStates, "state")} more, and ${counted(edges.covered, "edge")} of its graph on ${machine.name}, chain [${machine.chain.join(",")}], run on the engine`;
  return `${from} was learned from ${source}: ${counted(states, "state")}, ${counted(nmis.learning + nmis.edges, "NMI")}; ${known}`;
}
