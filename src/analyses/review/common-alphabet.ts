import type { Mealy } from "../learn/automaton/mealy.js";
import { type LearnDocument, machineOf } from "../learn/document.js";
import { type Alphabet, plainAlphabet } from "../learn/letters.js";
import { placedAlphabet } from "../learn/places/placed-letters.js";
import { placedMachine } from "../learn/places/placed-machine.js";

/** Two machines that were learned on one chain, over the same letters. */
export interface Compared {
  readonly alphabet: Alphabet;
  readonly before: Mealy<string>;
  readonly after: Mealy<string>;
}

/** Both machines over NMIs at the last ip or another; over numbered ips where one of them remembers some. */
export function overOneAlphabet(before: LearnDocument, after: LearnDocument): Compared {
  const { chain } = before.machine;
  const isPlaced = before.remembers > 0 || after.remembers > 0;
  const over = (document: LearnDocument): Mealy<string> => {
    const machine = machineOf(document);
    return isPlaced && document.remembers === 0 ? placedMachine(machine, chain) : machine;
  };
  return {
    alphabet: isPlaced ? placedAlphabet(chain) : plainAlphabet(chain),
    before: over(before),
    after: over(after),
  };
}
