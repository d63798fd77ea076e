import type { Bound } from "../explore/exploration.js";

/** Thrown through generated code, which knows nothing of bounds. */
export class SearchStopped extends Error {
  /** @param bound null where another thread has met it */
  constructor(readonly bound: Bound | null = null) {
    super("the search met a bound");
  }
}
