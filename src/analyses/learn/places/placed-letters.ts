import { at } from "../../../../spec/language.js";
import type { Chain } from "../../../../spec/platforms.js";
import type { System } from "../automaton/answers.js";
import type { Word } from "../automaton/mealy.js";
import { type Alphabet, eventsOf, type NmiAt } from "../letters.js";
import type { NmiSystem } from "../nmi-system.js";

/** Places of words: as many as code may tell apart that keeps two of them, and two more, which are alike to it. */
export const PLACES = 4;

/** For each place, counted from 1, its new name. */
export type Naming = readonly number[];

/** NMIs by the place that they find the CPU at, and not by whether it is the last one. */
export interface PlacedAlphabet extends Alphabet {
  readonly letters: readonly NmiAt[];
  /** The letter with its place renamed. */
  renamed(letter: number, naming: Naming): number;
}

/** Every NMI that a chain can have at each place. */
export function placedAlphabet(chain: Chain): PlacedAlphabet {
  const events = eventsOf(chain);
  const letters = Array.from({ length: PLACES }, (_, place) =>
    events.map((one): NmiAt => ({ ip: place + 1, events: one })),
  ).flat();
  return {
    size: letters.length,
    ips: PLACES,
    letters,
    nmis: (word) => word.map((letter) => at(letters, letter)),
    after: (_, letter) => at(letters, letter),
    renamed: (letter, naming) => {
      const place = Math.floor(letter / events.length);
      return (at(naming, place) - 1) * events.length + (letter % events.length);
    },
  };
}

/**
 * An engine as a system over places of which only equality matters: words that differ in names alone
 * are one word to it, which comes to its places in the order of their numbers.
 */
export class PlacedSystem implements System<string> {
  readonly #system: NmiSystem;
  readonly #alphabet: PlacedAlphabet;

  constructor(system: NmiSystem, alphabet: PlacedAlphabet) {
    this.#system = system;
    this.#alphabet = alphabet;
  }

  get letters(): number {
    return this.#alphabet.size;
  }

  /** @throws what the engine throws */
  async run(words: readonly Word[]): Promise<readonly (readonly string[])[]> {
    const asked = new Map<string, Word>();
    const keys = words.map((word) => {
      const one = plainWord(this.#alphabet, word);
      const key = one.join();
      asked.set(key, one);
      return key;
    });
    const outputs = await this.#system.run([...asked.values()]);
    const answers = new Map([...asked.keys()].map((key, index) => [key, at(outputs, index)]));
    return keys.map((key) => answers.get(key) ?? []);
  }
}

/** The word that comes to its places in the order of their numbers, and is the same but for names. */
export function plainWord({ letters, renamed }: PlacedAlphabet, word: Word): Word {
  const names = new Map<number, number>();
  return word.map((letter) => {
    const { ip } = at(letters, letter);
    const name = names.get(ip) ?? names.size + 1;
    names.set(ip, name);
    return renamed(letter, namingOf(ip, name));
  });
}

/** Whether a word comes to its places in the order of their numbers. */
export function isPlain(alphabet: PlacedAlphabet, word: Word): boolean {
  return plainWord(alphabet, word).every((letter, index) => letter === word[index]);
}

/** A naming that calls one place so; what it calls the others does not matter. */
function namingOf(ip: number, name: number): Naming {
  return Array.from({ length: PLACES }, (_, place) => (place + 1 === ip ? name : ip));
}
