import { at } from "../../../spec/language.js";
import { type Mealy, moveOf, type Word } from "./automaton/mealy.js";

/** What a policy of some kind sees of an NMI, and what is done with it. */
export interface Shown {
  /** Equal for NMIs that look the same to the policy when they end. */
  readonly look: string;
  /** What becomes of it then. */
  readonly answer: string;
  /** What the policy says on the way, by what it has seen so far. */
  readonly onTheWay: ReadonlyMap<string, string>;
}

/** The shortest two words so far: where they lead, and how they came there. */
interface Pair {
  readonly states: readonly [number, number];
  readonly letters: readonly [number, number] | null;
  readonly parent: Pair | null;
}

/**
 * Two shortest words whose letters look the same, one by one, and of which the last ones are answered
 * otherwise: breadth first over the pairs of states that words which look the same lead to. Null where
 * there are none: then what is done is a function of what is seen.
 *
 * @param shown what the machine does with a letter in a state; null where nothing is asked of it
 */
export function shortestAlike(
  machine: Mealy<string>,
  shown: (state: number, letter: number, isFirst: boolean) => Shown | null,
): readonly [Word, Word] | null {
  const { letters } = machine;
  const known = new Set<string>(["0 0"]);
  const open: Pair[] = [{ states: [0, 0], letters: null, parent: null }];
  for (const pair of open) {
    const [one, other] = pair.states;
    const isFirst = pair.parent === null;
    const alike = lettersByLook(letters, (letter) => shown(other, letter, isFirst));
    for (let letter = 0; letter < letters; letter++) {
      const here = shown(one, letter, isFirst);
      if (here === null) continue;
      for (const { letter: second, shown: there } of alike.all) {
        if (!contradict(here, there)) continue;
        return wordsTo({ states: [0, 0], letters: [letter, second], parent: pair });
      }
      for (const second of alike.byLook.get(here.look) ?? []) {
        const next: Pair["states"] = [
          moveOf(machine, one, letter).next,
          moveOf(machine, other, second).next,
        ];
        const key = next.join(" ");
        if (known.has(key)) continue;
        known.add(key);
        open.push({ states: next, letters: [letter, second], parent: pair });
      }
    }
  }
  return null;
}

interface Alike {
  readonly all: readonly { readonly letter: number; readonly shown: Shown }[];
  readonly byLook: ReadonlyMap<string, readonly number[]>;
}

function lettersByLook(letters: number, shown: (letter: number) => Shown | null): Alike {
  const all = Array.from({ length: letters }, (_, letter) => letter).flatMap((letter) => {
    const own = shown(letter);
    return own === null ? [] : [{ letter, shown: own }];
  });
  const byLook = new Map<string, number[]>();
  for (const { letter, shown: own } of all) {
    byLook.set(own.look, [...(byLook.get(own.look) ?? []), letter]);
  }
  return { all, byLook };
}

/** Whether no policy that sees no more can do both. */
function contradict(one: Shown, other: Shown): boolean {
  if (one.look === other.look && one.answer !== other.answer) return true;
  return [...one.onTheWay].some(([seen, said]) => {
    const there = other.onTheWay.get(seen);
    return there !== undefined && there !== said;
  });
}

function wordsTo(end: Pair): readonly [Word, Word] {
  const first: number[] = [];
  const second: number[] = [];
  for (let pair: Pair | null = end; pair !== null; pair = pair.parent) {
    if (pair.letters === null) continue;
    first.unshift(at(pair.letters, 0));
    second.unshift(at(pair.letters, 1));
  }
  return [first, second];
}
