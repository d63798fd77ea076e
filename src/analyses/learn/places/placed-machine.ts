import { at } from "../../../../spec/language.js";
import type { Chain } from "../../../../spec/platforms.js";
import { type Mealy, moveOf } from "../automaton/mealy.js";
import { lettersOf } from "../letters.js";
import { type PlacedAlphabet, placedAlphabet } from "./placed-letters.js";

/**
 * A machine over NMIs at the last ip or another, as one over NMIs at places: to be compared with one
 * that remembers some.
 */
export function placedMachine(machine: Mealy<string>, chain: Chain): Mealy<string> {
  const alphabet: PlacedAlphabet = placedAlphabet(chain);
  const plain = lettersOf(chain);
  const letterAt = (last: number | null, letter: number): number => {
    const { ip, events } = at(alphabet.letters, letter);
    return plain.findIndex(
      (one) => one.sameIp === (ip === last) && one.events.join() === events.join(),
    );
  };
  const states: { readonly state: number; readonly last: number | null }[] = [
    { state: 0, last: null },
  ];
  const numbers = new Map<string, number>([["0 null", 0]]);
  const moves = [];
  for (const { state, last } of states) {
    const row = [];
    for (const [letter, { ip }] of alphabet.letters.entries()) {
      const { next, output } = moveOf(machine, state, letterAt(last, letter));
      const key = `${next} ${ip}`;
      const number = numbers.get(key) ?? states.push({ state: next, last: ip }) - 1;
      numbers.set(key, number);
      row.push({ next: number, output });
    }
    moves.push(row);
  }
  return { letters: alphabet.size, moves };
}
