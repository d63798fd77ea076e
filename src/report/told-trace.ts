import { explainOnBoard } from "../machine/trace/board/explain.js";
import { isBoardTrace } from "../machine/trace/schema.js";
import { briefEvents } from "./brief-events.js";
import type { ReportTrace } from "./document.js";
import type { Playable } from "./replayed.js";

/** A trace that a report is to show: where it is from, and which command gives it again. */
export interface ToldTrace extends Playable, Pick<ReportTrace, "id" | "from" | "command"> {}

/**
 * A trace as a report has it.
 *
 * @param engines what each engine says of it
 */
export function reportTrace(
  { id, from, command, trace }: ToldTrace,
  engines: ReportTrace["engines"],
): ReportTrace {
  const { model, policy, platform, property, loop } = trace;
  const head = {
    ...{ id, from, command, model, policy, platform, property, engines },
    ...(loop !== undefined && { loop }),
  };
  if (isBoardTrace(trace)) {
    const { axes, initial, events } = trace;
    return { kind: "board", ...head, axes, sentence: explainOnBoard(trace), initial, events };
  }
  const { axes, initial } = trace;
  return {
    kind: "cpu",
    ...head,
    ...(axes !== undefined && { axes }),
    initial,
    events: briefEvents(trace),
  };
}
