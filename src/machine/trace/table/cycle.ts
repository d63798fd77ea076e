import type { Trace } from "../schema.js";

/** What stands before the first event of a cycle. */
export const CYCLE_STARTS = "the cycle starts here";

/** How a behaviour that never ends goes on after its last event; null for one that ends. */
export function goingOnText({ loop, events }: Pick<Trace, "loop" | "events">): string | null {
  if (loop === undefined) return null;
  return loop === events.length
    ? "from here on nothing happens any more"
    : `the state is as after event ${loop} again: on with event ${loop + 1}, for ever`;
}
