import type { LogEvent } from "./log-event.js";

type Call = Extract<LogEvent, { readonly kind: "handler" }>;

/** What the gaps before the calls of a handler sum up to. */
interface Gaps {
  sum: number;
  count: number;
  calls: number;
}

/**
 * Finds the NMI_LOCAL chain in the calls of some NMIs. Every NMI calls its handlers in one order and
 * one right after the other. A log may begin in the middle of one; then the first of the chain is the
 * one that comes after the longest pauses, of those that are called in most NMIs.
 *
 * @param calls of handlers of that chain, in the order of the log
 * @param isWhole the log begins where its recording began, and so with the first handler
 * @returns the names in the order in which they are called; none where there are no calls
 */
export function findChain(calls: readonly Call[], isWhole: boolean): readonly string[] {
  const byCpu = new Map<number, Call[]>();
  for (const call of calls) {
    const own = byCpu.get(call.cpu);
    if (own === undefined) byCpu.set(call.cpu, [call]);
    else own.push(call);
  }
  const sequences = [...byCpu.values()];
  const { name, isClear } = firstHandler(sequences);
  // Recording may begin within an NMI, and the first call may be lost: pauses tell more, if they do.
  const first = isWhole && !isClear ? (calls[0]?.name ?? "") : name;
  const chain: string[] = [];
  for (const walk of sequences.flatMap((one) => walksOf(one, first))) {
    let behind = -1;
    for (const name of walk) {
      const place = chain.indexOf(name);
      if (place >= 0) behind = Math.max(behind, place);
      else chain.splice(++behind, 0, name);
    }
  }
  return chain;
}

/** Pauses before each call of a handler that are enough to tell by. */
const ENOUGH_PAUSES = 8;

/** The handler that comes after the longest pauses, and whether they are twice those of any other. */
function firstHandler(sequences: readonly (readonly Call[])[]): {
  readonly name: string;
  readonly isClear: boolean;
} {
  const gaps = new Map<string, Gaps>();
  for (const calls of sequences) {
    for (const [index, call] of calls.entries()) {
      const before = calls[index - 1];
      const known = gaps.get(call.name) ?? { sum: 0, count: 0, calls: 0 };
      gaps.set(call.name, known);
      known.calls++;
      if (before === undefined) continue;
      const pause = Math.max(0, call.time - call.nanoseconds / 1000 - before.time);
      // One long pause within an NMI, of a host that is busy, is not to outweigh many short ones.
      known.sum += Math.log2(1 + pause);
      known.count++;
    }
  }
  const most = Math.max(...[...gaps.values()].map(({ calls }) => calls));
  // Calls may be lost, so the first of the chain may be called less often than the others.
  const means = [...gaps]
    .filter(([, own]) => 2 * own.calls >= most)
    .map(([name, { sum, count }]) => {
      const mean = count === 0 ? Number.POSITIVE_INFINITY : sum / count;
      return { name, count, mean };
    })
    .sort((one, other) => other.mean - one.mean);
  const [best, next] = means;
  const isClear =
    best !== undefined &&
    best.count >= ENOUGH_PAUSES &&
    (next === undefined || best.mean >= next.mean + 1);
  return { name: best?.name ?? "", isClear };
}

/** The names called from each call of the first handler to the next. */
function walksOf(calls: readonly Call[], first: string): readonly (readonly string[])[] {
  const walks: string[][] = [];
  for (const { name } of calls) {
    if (name === first) walks.push([name]);
    else walks.at(-1)?.push(name);
  }
  return walks;
}
