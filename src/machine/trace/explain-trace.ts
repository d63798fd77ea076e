import { explainOnBoard } from "./board/explain.js";
import { explain } from "./explain.js";
import { isBoardTrace, type Trace } from "./schema.js";
import { tellStory } from "./story.js";

/**
 * Why the last state of a trace is as it is, in one sentence in terms of the kernel, without a full
 * stop; of several CPUs it says on which.
 */
export function explainTrace(trace: Trace): string {
  return isBoardTrace(trace) ? explainOnBoard(trace) : explain(tellStory(trace));
}
