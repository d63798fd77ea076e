import { at } from "../../../../spec/language.js";
import {
  accessWords,
  type Mealy,
  moveOf,
  stateAfter,
  tellingApart,
  type Word,
} from "../automaton/mealy.js";
import { type Naming, PLACES, type PlacedAlphabet } from "./placed-letters.js";

/** States that differ in the names of places alone. */
export interface Orbit {
  /** One of them. */
  readonly state: number;
  /** The places that it depends on: no others make a difference to what is done from there on. */
  readonly registers: readonly number[];
}

/** A state as one of an orbit. */
export interface InOrbit {
  readonly orbit: number;
  /** What takes the orbit's own state to this one. */
  readonly naming: Naming;
}

/** A machine whose places are only compared, up to their names. */
export type Orbits =
  | { readonly kind: "orbits"; readonly orbits: readonly Orbit[]; readonly of: readonly InOrbit[] }
  /** The machine is not the system's, which does not know places by their names: wrong about one of these. */
  | { readonly kind: "uneven"; readonly words: readonly Word[] }
  /**
   * It depends on more than two places. Two words that differ in a place that is neither of the two
   * latest, and are answered otherwise; null where every place was come to, and none is left to compare.
   */
  | { readonly kind: "too many places"; readonly words: readonly [Word, Word] | null };

/**
 * The states of a machine up to the names of places, with the places that each depends on: as in
 * Mikołaj Bojańczyk, Bartek Klin and Sławomir Lasota, "Automata theory in nominal sets", Logical
 * Methods in Computer Science 10 (2014), and Joshua Moerman et al., "Learning nominal automata"
 * (POPL 2017), with as many places as two registers need.
 */
export function orbitsOf(machine: Mealy<string>, alphabet: PlacedAlphabet): Orbits {
  const images = new Map<string, readonly number[]>();
  for (const naming of permutations()) {
    const image = imageUnder(machine, alphabet, naming);
    if (image.kind === "uneven") return image;
    images.set(naming.join(), image.states);
  }
  const access = accessWords(machine);
  const of: (InOrbit | undefined)[] = machine.moves.map(() => undefined);
  const orbits: Orbit[] = [];
  for (const state of machine.moves.keys()) {
    if (of[state] !== undefined) continue;
    const word = access.get(state) ?? [];
    const come = placesOf(word, alphabet);
    const registers = supportOf(state, come, images);
    if (registers === null || registers.length > PLACES - 2) {
      const words = registers === null ? null : oldestMatters(machine, alphabet, word, registers);
      return { kind: "too many places", words };
    }
    for (const naming of permutations()) {
      const image = at(images.get(naming.join()) ?? [], state);
      of[image] ??= { orbit: orbits.length, naming };
    }
    orbits.push({ state, registers });
  }
  return { kind: "orbits", orbits, of: of.flatMap((one) => one ?? []) };
}

function placesOf(word: Word, { letters }: PlacedAlphabet): ReadonlySet<number> {
  return new Set(word.map((letter) => at(letters, letter).ip));
}

/**
 * The places that a state depends on: all but those that can be exchanged with one that was never come
 * to; null where there is none to compare with.
 */
function supportOf(
  state: number,
  come: ReadonlySet<number>,
  images: ReadonlyMap<string, readonly number[]>,
): readonly number[] | null {
  const places = Array.from({ length: PLACES }, (_, place) => place + 1);
  const fresh = places.find((place) => !come.has(place));
  if (fresh === undefined) return null;
  const registers = places.filter((place) => {
    const exchanged = places.map((one) => (one === place ? fresh : one === fresh ? place : one));
    return images.get(exchanged.join())?.[state] !== state;
  });
  return registers;
}

/** A word and the same with the place exchanged that it has not come to for longest, with what tells them apart. */
function oldestMatters(
  machine: Mealy<string>,
  alphabet: PlacedAlphabet,
  word: Word,
  registers: readonly number[],
): readonly [Word, Word] | null {
  const ips = alphabet.nmis(word).map(({ ip }) => ip);
  const [oldest] = registers.toSorted(
    (one, other) => ips.lastIndexOf(one) - ips.lastIndexOf(other),
  );
  const fresh = Array.from({ length: PLACES }, (_, place) => place + 1).find(
    (place) => !registers.includes(place),
  );
  if (oldest === undefined || fresh === undefined) return null;
  const naming = Array.from({ length: PLACES }, (_, index) => index + 1).map((place) =>
    place === oldest ? fresh : place === fresh ? oldest : place,
  );
  const renamed = (one: Word): Word => one.map((letter) => alphabet.renamed(letter, naming));
  const state = stateAfter(machine, word);
  const suffix = tellingApart(machine, machine, state, stateAfter(machine, renamed(word)));
  // Exchanging the names in both changes nothing: after the same word the suffix has the other place.
  return suffix === null
    ? null
    : [
        [...word, ...suffix],
        [...word, ...renamed(suffix)],
      ];
}

type Image =
  | { readonly kind: "image"; readonly states: readonly number[] }
  | { readonly kind: "uneven"; readonly words: readonly Word[] };

/** For each state that to which the same words with their places renamed lead. */
function imageUnder(machine: Mealy<string>, alphabet: PlacedAlphabet, naming: Naming): Image {
  const renamed = (word: Word): Word => word.map((letter) => alphabet.renamed(letter, naming));
  const words = accessWords(machine);
  const states: number[] = [];
  for (const [state, word] of words) states[state] = stateAfter(machine, renamed(word));
  for (const [state, word] of words) {
    const image = at(states, state);
    for (let letter = 0; letter < machine.letters; letter++) {
      const other = alphabet.renamed(letter, naming);
      const [here, there] = [moveOf(machine, state, letter), moveOf(machine, image, other)];
      const along = [...word, letter];
      if (here.output !== there.output) return { kind: "uneven", words: [along, renamed(along)] };
      const wanted = at(states, here.next);
      if (there.next === wanted) continue;
      // The suffix tells where the renamed word leads from where the state's own word, renamed, leads.
      const suffix = tellingApart(machine, machine, there.next, wanted) ?? [];
      const back = suffix.map((one) => alphabet.renamed(one, inverse(naming)));
      const own = words.get(here.next) ?? [];
      return {
        kind: "uneven",
        words: [along, own].flatMap((one) => [
          [...one, ...back],
          [...renamed(one), ...suffix],
        ]),
      };
    }
  }
  return { kind: "image", states };
}

function inverse(naming: Naming): Naming {
  return naming.map((_, place) => naming.indexOf(place + 1) + 1);
}

/** Every way to name the places. */
function permutations(places = PLACES): readonly Naming[] {
  if (places === 0) return [[]];
  return permutations(places - 1).flatMap((rest) =>
    Array.from({ length: places }, (_, index) => rest.toSpliced(index, 0, places)),
  );
}
