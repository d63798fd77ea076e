import { at } from "../../../spec/language.js";
import { accessWords, type Mealy, type Word } from "./automaton/mealy.js";
import type { NmiSystem } from "./nmi-system.js";

/** What the kernel keeps in each state of the machine; undefined where it does not tell, or keeps both. */
export async function swallowKept(
  system: NmiSystem,
  machine: Mealy<string>,
): Promise<readonly (boolean | undefined)[]> {
  const words = new Map<number, Word[]>([[0, [[]]]]);
  for (const [state, word] of accessWords(machine)) {
    for (const [letter, { next }] of at(machine.moves, state).entries()) {
      words.set(next, [...(words.get(next) ?? []), [...word, letter]]);
    }
  }
  const kept: (boolean | undefined)[] = [];
  for (const [state] of machine.moves.entries()) {
    const told = new Set(await system.swallowNmi(words.get(state) ?? []));
    const [only] = told;
    kept.push(told.size === 1 ? only : undefined);
  }
  return kept;
}
