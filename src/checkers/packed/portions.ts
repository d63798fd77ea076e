import { setImmediate } from "node:timers/promises";
import { SearchStopped } from "./search-stopped.js";

/** Long work that can be left and gone on with: at each `yield` the rest of the process may run. */
export type Portions<Result> = Generator<undefined, Result>;

/** States between two places at which such work can be left: about a millisecond. */
export const PORTION = 4096;
const MILLISECONDS_BETWEEN_PAUSES = 20;

/**
 * Does the work, and lets other work of the process happen meanwhile: a signal is heard.
 *
 * @throws SearchStopped when `signal` is aborted; what the work throws
 */
export async function inPortions<Result>(
  work: Portions<Result>,
  signal: AbortSignal | undefined,
): Promise<Result> {
  let paused = performance.now();
  for (;;) {
    const portion = work.next();
    if (portion.done === true) return portion.value;
    if (performance.now() - paused < MILLISECONDS_BETWEEN_PAUSES) continue;
    await setImmediate();
    if (signal?.aborted === true) throw new SearchStopped({ bound: "cancelled" });
    paused = performance.now();
  }
}

/** Does the work without a pause: for models so small that nobody waits. */
export function atOnce<Result>(work: Portions<Result>): Result {
  for (;;) {
    const portion = work.next();
    if (portion.done === true) return portion.value;
  }
}
