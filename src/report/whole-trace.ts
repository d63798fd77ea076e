import type { Trace, TraceEvent, TraceState } from "../trace/schema.js";
import type { BriefEvent, ReportTrace } from "./document.js";

/** A value that an event changed, or the one from before. `null` is a value like any other. */
function or<Value>(changed: Value | undefined, before: Value): Value {
  return changed === undefined ? before : changed;
}

function stateAfter({ changed }: BriefEvent, before: TraceState): TraceState {
  return {
    active: or(changed.active, before.active),
    latched: or(changed.latched, before.latched),
    latchCarriesUnknown: or(changed.latchCarriesUnknown, before.latchCarriesUnknown),
    rip: or(changed.rip, before.rip),
    lastNmiRip: or(changed.lastNmiRip, before.lastNmiRip),
    position: or(changed.position, before.position),
    handled: or(changed.handled, before.handled),
    backToBack: or(changed.backToBack, before.backToBack),
    carriesUnknown: or(changed.carriesUnknown, before.carriesUnknown),
    policyMemory: or(changed.policyMemory, before.policyMemory),
    outcome: or(changed.outcome, before.outcome),
    owed: or(changed.owed, before.owed),
  };
}

function whole(event: BriefEvent, before: TraceState): TraceEvent {
  const { changed: _, ...rest } = event;
  return { ...rest, state: stateAfter(event, before) };
}

/** The trace of a report with every state whole, as `nmicheck.trace/1` has it. */
export function wholeTrace(trace: ReportTrace, nmicheck: string): Trace {
  const { model, policy, platform, property, initial } = trace;
  let before = initial;
  const events = trace.events.map((event) => {
    const result = whole(event, before);
    before = result.state;
    return result;
  });
  return {
    schema: "nmicheck.trace/1",
    nmicheck,
    model,
    policy,
    platform,
    property,
    initial,
    events,
  };
}
