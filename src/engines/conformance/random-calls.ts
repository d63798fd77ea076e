import { at } from "../../../spec/language.js";
import type { Platform } from "../../../spec/platforms.js";
import type { EngineCall } from "../engine.js";
import type { Arrival } from "../protocol.js";

/** Numbers that look random and are the same every time (a linear congruential generator). */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    // The multiplier and increment of Numerical Recipes, modulo 2^32.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/**
 * Calls for a machine on `platform` that was just set up, the same for the same seed: events,
 * execution and NMIs with arrivals, some of them impossible where they stand, to be refused.
 */
export function* randomCalls(
  platform: Platform,
  count: number,
  seed: number,
): Generator<EngineCall> {
  const below = numbersFrom(seed);
  const { chain, rips } = platform;
  const polls = chain.reduce((sum, slots) => sum + slots, 0);
  const slotOf = () => {
    const handler = below(chain.length);
    return { handler, slot: below(at(chain, handler)) };
  };
  const arrivals = (): readonly Arrival[] =>
    Array.from({ length: below(4) }, () => below(polls + 2))
      .sort((left, right) => left - right)
      .map((before) =>
        below(4) === 0
          ? { before, event: "external" as const }
          : { before, event: "raise" as const, ...slotOf() },
      );
  for (let made = 0; made < count; made++) {
    const dice = below(10);
    if (dice < 2) yield { op: "raise", cpu: 0, ...slotOf() };
    else if (dice < 3) yield { op: "external", cpu: 0 };
    else if (dice < 5) yield { op: "execute", cpu: 0, rip: 1 + below(rips) };
    else yield { op: "nmi", cpu: 0, arrivals: arrivals() };
  }
}
