import type { Bound } from "../explore/exploration.js";

/** Thrown through generated code, which knows nothing of bounds. */
export class SearchStopped extends Error {
  constructor(readonly bound: Bound) {
    super("the search met a bound");
  }
}
