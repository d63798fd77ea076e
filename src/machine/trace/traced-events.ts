import type { MachineEvent } from "../model/machine-model.js";
import { smpEvent } from "./board/event.js";
import { modelEvent } from "./event.js";
import { type BoardTraceEvent, isBoardTrace, type Trace, type TraceEvent } from "./schema.js";

/** An event of a trace, and the one of the typed model that it stands for. */
export interface TracedEvent {
  readonly event: TraceEvent | BoardTraceEvent;
  readonly action: MachineEvent;
}

/** The events of a trace, in their order. */
export function tracedEvents(trace: Trace): readonly TracedEvent[] {
  if (isBoardTrace(trace)) {
    return trace.events.map((event) => ({ event, action: smpEvent(event) }));
  }
  return trace.events.map((event) => ({ event, action: modelEvent(event) }));
}
