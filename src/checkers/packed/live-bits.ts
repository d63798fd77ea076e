import type { Effect, Outcome } from "./effects.js";
import {
  bitsOf,
  type CodeReads,
  meets,
  noBits,
  type StateBits,
  sameBits,
  union,
  without,
} from "./state-bits.js";

/**
 * For each value of the control variable the bits that matter there: what a later step or property
 * can still depend on. A property of the state that a step leads to is asked about with the step,
 * so that what only it looks at need not be kept.
 *
 * The least solution of the usual equations, found by repeating them.
 *
 * @param effects for each value of the control variable the effects of all events
 * @param always bits that matter everywhere: those of the control variable
 */
export function liveBits(
  effects: readonly (readonly Effect[])[],
  always: StateBits,
  reads: CodeReads,
): readonly StateBits[] {
  const words = always.length;
  const live: StateBits[] = effects.map(() => always);
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (const [value, here] of effects.entries()) {
      const old = live[value] ?? always;
      const now = here.reduce(
        (bits, { tests, outcomes }) =>
          outcomes.reduce(
            (more, outcome) => union(more, neededBits(outcome, live, reads, words)),
            union(bits, tests),
          ),
        old,
      );
      if (sameBits(old, now)) continue;
      live[value] = now;
      isChanged = true;
    }
  }
  return live;
}

/** What must be known before a step that goes this way. */
function neededBits(
  { writes, written, targets, observations }: Outcome,
  live: readonly StateBits[],
  reads: CodeReads,
  words: number,
): StateBits {
  const after = targets.reduce(
    (bits, target) => union(bits, live[target] ?? noBits(words)),
    noBits(words),
  );
  const needed = writes
    .filter(({ field }) => meets(bitsOf(field, words), after))
    .reduce((bits, { code }) => union(bits, reads.of(code)), without(after, written));
  return observations.reduce((bits, observation) => union(bits, observation.reads), needed);
}
