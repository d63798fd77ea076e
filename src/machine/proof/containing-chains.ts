import { isDeepStrictEqual } from "node:util";
import type { Handled, Policy, Seen } from "../../../spec/policy.js";

/** Memories of one policy, at most: past that nothing is said of it. */
const MOST_MEMORIES = 4096;

const everySeen: readonly Seen[] = [false, true].flatMap((backToBack) =>
  ([0, 1, 2] satisfies readonly Handled[]).map((handled): Seen => ({ backToBack, handled })),
);

/** How a policy walks a chain, where no handler's return changes its memory. */
export interface PlainWalk {
  /** Every memory that it can come to, whatever it sees. */
  readonly memories: readonly unknown[];
  /** With which memories, and after seeing what, it ends a walk before the end of the chain. */
  readonly stops: readonly { readonly memory: unknown; readonly seen: Seen }[];
}

/**
 * How the policy walks a chain; null if a handler's return may change its memory, or end a walk that has
 * claimed nothing. Both are looked at for every memory that the policy can come to, whatever it sees; null
 * also where it cannot answer in one of them, which no machine need reach.
 */
export function plainWalkOf(policy: Policy<unknown>): PlainWalk | null {
  try {
    return walkOf(policy);
  } catch (error) {
    if (error instanceof RangeError || error instanceof TypeError) return null;
    throw error;
  }
}

function walkOf(policy: Policy<unknown>): PlainWalk | null {
  const known = new Set<string>();
  const memories: unknown[] = [];
  const stops: { memory: unknown; seen: Seen }[] = [];
  const waiting: unknown[] = [policy.initial];
  for (let memory = waiting.pop(); memory !== undefined; memory = waiting.pop()) {
    const key = JSON.stringify(memory);
    if (known.has(key)) continue;
    known.add(key);
    memories.push(memory);
    if (known.size > MOST_MEMORIES) return null;
    for (const seen of everySeen) {
      const answer = policy.proceed(memory, seen);
      if (!isDeepStrictEqual(answer.memory, memory)) return null;
      if (answer.walk === "stop") {
        if (seen.handled === 0) return null;
        stops.push({ memory, seen });
      }
      waiting.push(policy.enter(memory, seen), policy.finish(memory, seen).memory);
    }
  }
  return { memories, stops };
}

/**
 * Whether a run on a chain is one on every chain that contains it, as far as the policy is concerned: a
 * chain contains another if its handlers, some left out, have as many slots each or more.
 *
 * On the longer chain the walk also calls handlers that have nothing to claim, and polls slots that
 * stay inactive. That changes nothing if a handler's return never changes the policy's memory, and
 * never ends a walk that has claimed nothing: asked again with what it has seen, the policy answers as
 * before. `embedding.ts` has a solver say so of the model.
 *
 * Said of the core: an axis may single out a handler by its place.
 */
export function runsOnContainingChains(policy: Policy<unknown>): boolean {
  return plainWalkOf(policy) !== null;
}
