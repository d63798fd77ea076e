import type { BoardTrace, CpuTrace, TraceEvent, TraceState } from "../machine/trace/schema.js";
import type { BriefEvent, ReportBoardTrace, ReportCpuTrace } from "./document.js";

/** The intersection of both types is the whole state: what has changed lies over what was before. */
function stateAfter({ changed }: BriefEvent, before: TraceState): TraceState {
  return Object.assign({}, before, changed);
}

function whole(event: BriefEvent, before: TraceState): TraceEvent {
  const { changed: _, ...rest } = event;
  return { ...rest, state: stateAfter(event, before) };
}

/** The trace of a report with every state whole, as `nmicheck.trace/1` has it. */
export function wholeTrace(trace: ReportCpuTrace, nmicheck: string): CpuTrace {
  const { model, policy, platform, axes, property, loop, initial } = trace;
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
    ...(axes !== undefined && { axes }),
    property,
    ...(loop !== undefined && { loop }),
    initial,
    events,
  };
}

/** The trace of several CPUs of a report, as `nmicheck.trace/2` has it. */
export function wholeBoardTrace(trace: ReportBoardTrace, nmicheck: string): BoardTrace {
  const { model, policy, platform, axes, property, loop, initial, events } = trace;
  return {
    schema: "nmicheck.trace/2",
    nmicheck,
    model,
    policy,
    platform,
    axes,
    property,
    ...(loop !== undefined && { loop }),
    initial,
    events,
  };
}
