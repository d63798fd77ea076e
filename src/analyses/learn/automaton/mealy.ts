import { at } from "../../../../spec/language.js";

/** Letters by their numbers, in the order in which they are given. */
export type Word = readonly number[];

/** What an output is: compared by value. */
export type Output = string | number;

/** What a machine does on one letter. */
export interface Move<Out extends Output> {
  readonly next: number;
  readonly output: Out;
}

/** A deterministic Mealy machine that answers every letter in every state; it starts in state 0. */
export interface Mealy<Out extends Output> {
  readonly letters: number;
  /** For each state and letter what is done. */
  readonly moves: readonly (readonly Move<Out>[])[];
}

/** What the machine does on a letter. */
export function moveOf<Out extends Output>(
  { moves }: Mealy<Out>,
  state: number,
  letter: number,
): Move<Out> {
  return at(at(moves, state), letter);
}

/** What the machine answers to a word, letter by letter. */
export function outputsOf<Out extends Output>(
  machine: Mealy<Out>,
  word: Word,
  from = 0,
): readonly Out[] {
  let state = from;
  return word.map((letter) => {
    const { next, output } = moveOf(machine, state, letter);
    state = next;
    return output;
  });
}

/** Where a word leads. */
export function stateAfter<Out extends Output>(machine: Mealy<Out>, word: Word, from = 0): number {
  return word.reduce((state, letter) => moveOf(machine, state, letter).next, from);
}

/** A state of one machine beside one of another. */
interface Pair {
  readonly here: number;
  readonly there: number;
  readonly word: Word;
}

/**
 * The shortest word that a state of one machine answers otherwise than a state of the other, the first
 * one in the order of the letters; null where the two are bisimilar.
 */
export function tellingApart<Out extends Output>(
  one: Mealy<Out>,
  other: Mealy<Out>,
  here = 0,
  there = 0,
): Word | null {
  if (one.letters !== other.letters) throw new Error("the machines have other alphabets");
  const queue: Pair[] = [{ here, there, word: [] }];
  const met = new Set([`${here} ${there}`]);
  for (const pair of queue) {
    for (let letter = 0; letter < one.letters; letter++) {
      const left = moveOf(one, pair.here, letter);
      const right = moveOf(other, pair.there, letter);
      const word = [...pair.word, letter];
      if (left.output !== right.output) return word;
      const key = `${left.next} ${right.next}`;
      if (met.has(key)) continue;
      met.add(key);
      queue.push({ here: left.next, there: right.next, word });
    }
  }
  return null;
}

/** For each state a shortest word that leads there; a state that none leads to has none. */
export function accessWords<Out extends Output>(machine: Mealy<Out>): ReadonlyMap<number, Word> {
  const words = new Map<number, Word>([[0, []]]);
  for (const [state, word] of words) {
    for (const [letter, { next }] of at(machine.moves, state).entries()) {
      if (!words.has(next)) words.set(next, [...word, letter]);
    }
  }
  return words;
}

/**
 * Words by which every state of a minimal machine is told from every other: its characterising set.
 * That of a machine of one state has the empty word alone.
 */
export function characterisingSet<Out extends Output>(machine: Mealy<Out>): readonly Word[] {
  const words = new Map<string, Word>();
  for (const [here] of machine.moves.entries()) {
    for (const there of machine.moves.keys()) {
      if (there <= here || tells(machine, [...words.values()], here, there)) continue;
      const word = tellingApart(machine, machine, here, there);
      if (word !== null) words.set(word.join(), word);
    }
  }
  return words.size === 0 ? [[]] : [...words.values()];
}

function tells<Out extends Output>(
  machine: Mealy<Out>,
  words: readonly Word[],
  here: number,
  there: number,
): boolean {
  return words.some(
    (word) =>
      outputsOf(machine, word, here).join("\n") !== outputsOf(machine, word, there).join("\n"),
  );
}
