import type { Progress } from "../checkers/explore/exploration.js";

/**
 * How much longer something takes, and what that is concluded from.
 * - `queue`: the states that are known and wait take so long at the rate at which others were
 *   computed. Nobody knows how many more they lead to, so it takes at least as long.
 * - `pace`: what is left takes as long, each, as what is done. It may well take longer or shorter.
 */
export type Estimate =
  | { readonly restsOn: "queue"; readonly atLeastSeconds: number }
  | { readonly restsOn: "pace"; readonly seconds: number };

/**
 * What the queue says of an exploration; null while nothing was computed in this run that a rate
 * could be made of. States of a checkpoint took none of its time.
 */
export function estimateOfQueue({ distinct, queue, seconds, known }: Progress): Estimate | null {
  const expanded = distinct - queue - (known?.expanded ?? 0);
  if (expanded <= 0 || seconds <= 0) return null;
  return { restsOn: "queue", atLeastSeconds: (queue * seconds) / expanded };
}

/** What the pace says of something of which all parts are known; null before the first is done. */
export function estimateOfPace(done: number, all: number, seconds: number): Estimate | null {
  if (done <= 0 || seconds <= 0) return null;
  return { restsOn: "pace", seconds: ((all - done) * seconds) / done };
}

/** `at least 12 s for the queue`, `about 12 s left at this pace`. */
export function estimateText(estimate: Estimate): string {
  return estimate.restsOn === "queue"
    ? `at least ${Math.ceil(estimate.atLeastSeconds)} s for the queue`
    : `about ${Math.ceil(estimate.seconds)} s left at this pace`;
}
