import type { Mealy, Output, Word } from "./mealy.js";

/**
 * Words of one letter over and over, and then of another: more often than a machine has states, so that
 * it is in one of them twice. A system that counts answers them otherwise.
 */
export function* repeatedWords<Out extends Output>({
  letters,
  moves,
}: Mealy<Out>): Generator<Word> {
  const times = moves.length + 1;
  for (let first = 0; first < letters; first++) {
    for (let then = 0; then < letters; then++) {
      yield [...Array<number>(times).fill(first), ...Array<number>(times).fill(then)];
    }
  }
}
