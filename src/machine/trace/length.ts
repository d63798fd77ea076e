import type { Trace } from "./schema.js";

/** How many states a trace has; the one at the end of a cycle is the one at its start. */
export function traceLength({ events, loop }: Trace): number {
  return loop === undefined || loop === events.length ? events.length + 1 : events.length;
}
