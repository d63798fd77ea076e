import type { Chain } from "../../spec/platforms.js";
import { Automaton } from "../../src/analyses/audit/automaton.js";
import type { AuditMachine } from "../../src/analyses/audit/machine.js";
import {
  ANY_ENDING,
  endingBit,
  endings,
  type ObservedNmi,
} from "../../src/analyses/audit/observed-nmi.js";

/** One handler with two slots: all that a policy counts. */
const chain: Chain = [2];

/** What a log can tell of an NMI, in full: where, how many events, how it ended. */
const observations: readonly ObservedNmi[] = [true, false].flatMap((same) => [
  ...endings.map((ending) => ({
    same,
    claimed: [0],
    mask: endingBit(ending),
  })),
  ...[1, 2].map((count) => ({ same, claimed: [count], mask: ANY_ENDING })),
]);

/** A log so far: the sets of states of both machines. */
interface Pair {
  readonly theirs: number;
  readonly own: number;
  readonly log: readonly ObservedNmi[];
}

/**
 * The shortest log of the machine `theirs` that no behaviour of `own` explains; null where none of at
 * most `length` NMIs is one. Of the first NMI a log does not tell whether it is where one before was.
 *
 * @param hasUnknown whether edges of unknown sources come to the CPU
 */
export function toldApart(
  theirs: AuditMachine,
  own: AuditMachine,
  hasUnknown: boolean,
  length: number,
): readonly ObservedNmi[] | null {
  const one = new Automaton(theirs, chain, hasUnknown);
  const other = new Automaton(own, chain, hasUnknown);
  const first = { theirs: one.anything, own: other.anything, log: [] };
  const known = new Set<string>();
  const queue: Pair[] = [first];
  for (const pair of queue) {
    if (pair.log.length === length) continue;
    for (const observed of observations) {
      const nmi = pair.log.length === 0 ? { ...observed, same: null } : observed;
      const next = one.after(pair.theirs, nmi).next;
      if (next === null) continue;
      const log = [...pair.log, nmi];
      const left = other.after(pair.own, nmi).next;
      if (left === null) return log;
      const key = `${next} ${left}`;
      if (known.has(key)) continue;
      known.add(key);
      queue.push({ theirs: next, own: left, log });
    }
  }
  return null;
}
