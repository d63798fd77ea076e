import { accessWords, characterisingSet, type Mealy, type Output, type Word } from "./mealy.js";

/**
 * The words of the W-method: each state of the hypothesis is reached, every word of up to `extra` + 1
 * letters taken there, and the state in which it ends told by the characterising set. A system with at
 * most `extra` more states than the hypothesis that answers all of them as it does is bisimilar to it.
 * Short words come first.
 *
 * M. P. Vasilevskii, "Failure diagnosis of automata", Cybernetics 9 (1973); Tsun S. Chow, "Testing
 * Software Design Modeled by Finite-State Machines", IEEE Transactions on Software Engineering 4
 * (1978).
 */
export function* conformanceWords<Out extends Output>(
  machine: Mealy<Out>,
  extra: number,
): Generator<Word> {
  const reached = [...accessWords(machine).values()];
  const suffixes = characterisingSet(machine);
  for (let length = 1; length <= extra + 1; length++) {
    for (const access of reached) {
      for (const middle of wordsOf(machine.letters, length)) {
        for (const suffix of suffixes) yield [...access, ...middle, ...suffix];
      }
    }
  }
}

/** All words of a length, in the order of the letters. */
function* wordsOf(letters: number, length: number): Generator<Word> {
  if (length === 0) {
    yield [];
    return;
  }
  for (let letter = 0; letter < letters; letter++) {
    for (const rest of wordsOf(letters, length - 1)) yield [letter, ...rest];
  }
}
