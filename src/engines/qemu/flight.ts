import type { GuestAxes } from "./guest-axes.js";
import type { Misfit } from "./plan.js";

/** Why no late edge can come. */
export const NO_EDGE_IS_LATE: Misfit = { code: "order", message: "no edge is on its way" };

/**
 * The edge of an event of handler 0 that is on its way, where edges come late: the guest is told of the
 * event when it happens, and sends the edge when it comes.
 */
export class Flight {
  readonly #isLate: boolean;
  #inFlight = false;

  constructor(pmu: GuestAxes["pmu"]) {
    this.#isLate = pmu === "late" || pmu === "window";
  }

  /** An edge leaves the PMU: whether it comes to the latch at once. */
  leave(): boolean {
    this.#inFlight = this.#isLate;
    return !this.#isLate;
  }

  /** The edge comes; false where none is on its way. */
  arrive(): boolean {
    const comes = this.#inFlight;
    this.#inFlight = false;
    return comes;
  }

  get isEmpty(): boolean {
    return !this.#inFlight;
  }
}
