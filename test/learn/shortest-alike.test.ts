import { expect, test } from "vitest";
import { type Mealy, moveOf, type Word } from "../../src/analyses/learn/automaton/mealy.js";
import { type Shown, shortestAlike } from "../../src/analyses/learn/shortest-alike.js";
import { randomNumbers } from "./random-mealy.js";

const LETTERS = 3;
const LONGEST = 4;

/** A machine whose outputs are a look, of two, and an answer, of two. */
function randomMachine(seed: number): Mealy<string> {
  const draw = randomNumbers(seed);
  const states = 2 + draw(4);
  return {
    letters: LETTERS,
    moves: Array.from({ length: states }, () =>
      Array.from({ length: LETTERS }, (_, letter) => ({
        next: draw(states),
        // Most of the time the answer is that of the look, so that it takes a while to see more.
        output: `${letter % 2} ${draw(12) === 0 ? 1 : 0}`,
      })),
    ),
  };
}

function shownBy(machine: Mealy<string>, state: number, letter: number): Shown {
  const [look = "", answer = ""] = moveOf(machine, state, letter).output.split(" ");
  return { look, answer, onTheWay: new Map() };
}

/** Every word of a length. */
function words(length: number): readonly Word[] {
  if (length === 0) return [[]];
  return words(length - 1).flatMap((word) =>
    Array.from({ length: LETTERS }, (_, letter) => [...word, letter]),
  );
}

/** What is seen along a word, but for the answer to its last letter; and that answer. */
function told(machine: Mealy<string>, word: Word): readonly [seen: string, answer: string] {
  let state = 0;
  const seen: string[] = [];
  let last = "";
  for (const letter of word) {
    const { look, answer } = shownBy(machine, state, letter);
    seen.push(last, look);
    last = answer;
    state = moveOf(machine, state, letter).next;
  }
  return [seen.join(), last];
}

/** The length of the shortest two words that look the same, and whose last letters are answered otherwise. */
function bruteForce(machine: Mealy<string>): number | null {
  for (let length = 1; length <= LONGEST; length++) {
    const answers = new Map<string, string>();
    for (const word of words(length)) {
      const [seen, answer] = told(machine, word);
      const known = answers.get(seen);
      if (known !== undefined && known !== answer) return length;
      answers.set(seen, answer);
    }
  }
  return null;
}

test("the two words look the same, are answered otherwise, and no shorter two do", () => {
  const lengths = new Set<number>();
  for (let seed = 1; seed <= 300; seed++) {
    const machine = randomMachine(seed);
    const found = shortestAlike(machine, (state, letter) => shownBy(machine, state, letter));
    const shortest = bruteForce(machine);
    if (found === null || found[0].length > LONGEST) {
      expect(shortest, `seed ${seed}`).toBeNull();
      continue;
    }
    expect(
      found.map(({ length }) => length),
      `seed ${seed}`,
    ).toEqual([shortest, shortest]);
    const [one, other] = found.map((word) => told(machine, word));
    expect(one?.[0]).toBe(other?.[0]);
    expect(one?.[1]).not.toBe(other?.[1]);
    lengths.add(found[0].length);
  }
  expect([...lengths].sort()).toEqual([1, 2, 3, 4]);
});
