import type { System } from "./automaton/answers.js";
import { type Mealy, outputsOf, type Word } from "./automaton/mealy.js";

/** So many words are asked at most to find a shorter one. */
const MOST_WORDS = 20_000;

/**
 * A shortest word that the system answers otherwise than the machine: all shorter ones are asked, unless
 * they are too many. Then it is as long as the one that is known.
 *
 * @param isAsked which words the system is asked
 */
export async function shortestWrong(
  system: System<string>,
  machine: Mealy<string>,
  known: Word,
  isAsked: (word: Word) => boolean,
): Promise<{ readonly word: Word; readonly isShortest: boolean }> {
  let words: readonly Word[] = [[]];
  for (let length = 1; length < known.length; length++) {
    if (words.length * machine.letters > MOST_WORDS) return { word: known, isShortest: false };
    words = words.flatMap((word) =>
      Array.from({ length: machine.letters }, (_, letter) => [...word, letter]),
    );
    const asked = words.filter(isAsked);
    const answers = await system.run(asked);
    const wrong = asked.find(
      (word, index) => outputsOf(machine, word).join("\n") !== answers[index]?.join("\n"),
    );
    if (wrong !== undefined) return { word: wrong, isShortest: true };
  }
  return { word: known, isShortest: true };
}
