import type { Arrival } from "../engine.js";
import { type Flight, NO_EDGE_IS_LATE } from "./flight.js";
import type { Lvtpc } from "./lvtpc.js";
import type { Edge, LateEdge, Misfit } from "./plan.js";

/** What arrives in each run of the handlers within one NMI, and whether another pends after it. */
export interface RunPlans {
  readonly lists: readonly (readonly LateEdge[])[];
  readonly latched: boolean;
  /** Its edge is sent once the NMI is over: within it, it would nest. */
  readonly sendsBehind: boolean;
}

/** The edge of an arrival that is one. */
function edgeOf(arrival: Arrival): Edge | null {
  if (arrival.event === "raise") {
    return { from: "slot", handler: arrival.handler, slot: arrival.slot };
  }
  if (arrival.event === "vanish") return { from: "vanish" };
  if (arrival.event === "arrive") return { from: "outside" };
  if (arrival.event !== "external") return null;
  return arrival.source === "own" ? { from: "own" } : { from: "outside" };
}

/**
 * Plans the arrivals of one NMI. In the model an exception unblocks NMIs, and one that pends may nest
 * at any later moment; on a real CPU it nests at once. So the exception and the edges wait for the
 * moment at which the trace has the NMI nest, or until the NMI is over.
 *
 * @param polls how many polls a walk of the whole chain has
 * @param forgets whether an edge is lost that comes while NMIs are blocked
 */
export function planRuns(
  arrivals: readonly Arrival[],
  polls: number,
  lvtpc: Lvtpc,
  flight: Flight,
  forgets: boolean,
): RunPlans | Misfit {
  const lists: LateEdge[][] = [[]];
  /** In the model. */
  let unblocked = false;
  /** In the guest: an exception has happened. */
  let faulted = false;
  /** The CPU's latch holds an NMI. */
  let latched = false;
  /** An edge waits to be sent when the NMI nests. */
  let waiting = false;
  let nested = false;

  const add = (before: number, edge: LateEdge["edge"]): void => {
    lists.at(-1)?.push({ before: Math.min(before, polls), edge });
  };
  lvtpc.begin();
  for (const arrival of arrivals) {
    const run = arrival.run ?? 0;
    while (run >= lists.length) {
      lvtpc.polled(Number.POSITIVE_INFINITY);
      if (!nested) {
        return { code: "order", message: "an arrival is for a run that does not happen" };
      }
      nested = false;
      lists.push([]);
      lvtpc.begin();
    }
    lvtpc.polled(arrival.before);
    if (arrival.event === "arrive" && !flight.arrive()) return NO_EDGE_IS_LATE;
    const edge = edgeOf(arrival);
    if (edge !== null && (edge.from === "vanish" || edge.from === "lapse")) {
      add(arrival.before, edge);
    } else if (edge !== null) {
      const isCounter = edge.from === "slot" && edge.handler === 0;
      const passes = !isCounter || (lvtpc.overflow() && flight.leave());
      const sends = passes && (unblocked || !forgets);
      if (sends && !unblocked) {
        latched = true;
        add(arrival.before, edge);
      } else {
        waiting = waiting || sends;
        if (edge.from !== "outside") add(arrival.before, { ...edge, silent: true });
      }
    } else if (arrival.event === "fault") {
      if (unblocked) return { code: "order", message: "NMIs are unblocked already" };
      unblocked = true;
    } else {
      if (!unblocked || !(latched || waiting)) {
        return { code: "order", message: "no NMI pends, or NMIs are blocked" };
      }
      add(arrival.before, { from: "nest", sends: !latched });
      latched = false;
      waiting = false;
      nested = true;
      faulted = true;
    }
  }
  lvtpc.polled(Number.POSITIVE_INFINITY);
  // An edge that has not nested when the NMI is over cannot be told from one that comes right then.
  const sendsBehind = waiting && faulted;
  if (waiting) {
    // Where nothing nests, the exception need not happen, and the edge is sent at the end.
    if (!sendsBehind) add(polls, { from: "outside" });
    latched = true;
  }
  if (nested) {
    lists.push([]);
    lvtpc.begin();
    lvtpc.polled(Number.POSITIVE_INFINITY);
  }
  return { lists, latched, sendsBehind };
}
