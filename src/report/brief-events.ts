import { isDeepStrictEqual } from "node:util";
import type { CpuTrace, TraceEvent, TraceState } from "../machine/trace/schema.js";
import type { BriefEvent } from "./document.js";

/** The variables whose values differ, with those of `after`. */
function changed(before: TraceState, after: TraceState): Partial<TraceState> {
  const entries = Object.entries(after).filter(([name, value]) => {
    const known = Object.entries(before).find(([other]) => other === name);
    return !isDeepStrictEqual(known?.[1], value);
  });
  return Object.fromEntries(entries);
}

function brief(event: TraceEvent, before: TraceState): BriefEvent {
  const { state, ...rest } = event;
  return { ...rest, changed: changed(before, state) };
}

/**
 * The events of a trace with each state told as what changed, less than half of the text. The whole
 * states come back with `wholeTrace`.
 */
export function briefEvents({ initial, events }: CpuTrace): readonly BriefEvent[] {
  return events.map((event, index) => brief(event, events[index - 1]?.state ?? initial));
}
