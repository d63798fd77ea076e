import { at } from "../../../../spec/language.js";
import type { Answers } from "./answers.js";
import { type Mealy, type Output, outputsOf, stateAfter, type Word } from "./mealy.js";

/**
 * The observation table of L*: words that lead to different states, and suffixes that tell them apart.
 * No two of its words have the same row, so that it is always consistent, and it grows by one suffix
 * for each counterexample.
 *
 * Dana Angluin, "Learning Regular Sets from Queries and Counterexamples", Information and Computation
 * 75 (1987), with counterexamples analysed as in Ronald L. Rivest and Robert E. Schapire, "Inference
 * of Finite Automata Using Homing Sequences", Information and Computation 103 (1993); for Mealy
 * machines as in Muzammil Shahbaz and Roland Groz, "Inferring Mealy Machines" (FM 2009).
 */
export class ObservationTable<Out extends Output> {
  readonly #answers: Answers<Out>;
  readonly #letters: readonly number[];
  readonly #suffixes: Word[];
  readonly #access: Word[] = [[]];

  constructor(answers: Answers<Out>) {
    this.#answers = answers;
    this.#letters = Array.from({ length: answers.letters }, (_, letter) => letter);
    this.#suffixes = this.#letters.map((letter) => [letter]);
  }

  /** How many states are known. */
  get states(): number {
    return this.#access.length;
  }

  /** For each state of the hypothesis the word that it was found by. */
  get access(): readonly Word[] {
    return this.#access;
  }

  /**
   * Asks until every step leads to a state that is known.
   *
   * @param most returns null as soon as there are more states than so many
   */
  async hypothesis(most: number): Promise<Mealy<Out> | null> {
    for (let closed = 0; closed < this.#access.length; ) {
      if (this.#access.length > most) return null;
      const words = this.#access.slice(closed).flatMap((word) => [word, ...this.#steps(word)]);
      const rows = await this.#rows(words);
      const known = new Set((await this.#rows(this.#access)).map((row) => row));
      closed = this.#access.length;
      for (const [index, row] of rows.entries()) {
        if (known.has(row)) continue;
        known.add(row);
        this.#access.push(at(words, index));
      }
    }
    const rows = await this.#rows(this.#access);
    const states = new Map(rows.map((row, state) => [row, state]));
    const moves = [];
    for (const word of this.#access) {
      const steps = this.#steps(word);
      const next = await this.#rows(steps);
      const outputs = await this.#answers.ask(steps);
      moves.push(
        next.map((row, letter) => {
          const state = states.get(row);
          if (state === undefined) throw new Error("the table is not closed");
          return { next: state, output: at(at(outputs, letter), word.length) };
        }),
      );
    }
    return { letters: this.#letters.length, moves };
  }

  /**
   * Takes from a word that the hypothesis answers wrongly the one suffix that tells two states apart
   * which it holds to be one, found by binary search.
   */
  async refine(hypothesis: Mealy<Out>, counterexample: Word): Promise<void> {
    // Before `agrees` letters of the word the hypothesis is wrong about the rest, from there it is right.
    let wrong = 0;
    let right = counterexample.length;
    while (right - wrong > 1) {
      const middle = Math.floor((wrong + right) / 2);
      if (await this.#agrees(hypothesis, counterexample, middle)) right = middle;
      else wrong = middle;
    }
    const suffix = counterexample.slice(right);
    if (suffix.length === 0 || this.#suffixes.some((one) => one.join() === suffix.join())) {
      throw new Error("the word is no counterexample");
    }
    this.#suffixes.push(suffix);
    // Rows of words that are known may now tell steps from them: everything is looked at again.
  }

  /** Whether the hypothesis is right about the rest of a word, once it has come to where `length` letters lead. */
  async #agrees(hypothesis: Mealy<Out>, word: Word, length: number): Promise<boolean> {
    const state = stateAfter(hypothesis, word.slice(0, length));
    const rest = word.slice(length);
    const access = at(this.#access, state);
    const [answer = []] = await this.#answers.ask([[...access, ...rest]]);
    return answer.slice(access.length).join("\n") === outputsOf(hypothesis, rest, state).join("\n");
  }

  #steps(word: Word): readonly Word[] {
    return this.#letters.map((letter) => [...word, letter]);
  }

  /** The row of each word: what the system answers to each suffix after it. */
  async #rows(words: readonly Word[]): Promise<readonly string[]> {
    const asked = words.flatMap((word) => this.#suffixes.map((suffix) => [...word, ...suffix]));
    const answers = await this.#answers.ask(asked);
    const width = this.#suffixes.length;
    return words.map((word, index) =>
      JSON.stringify(
        answers.slice(index * width, (index + 1) * width).map((one) => one.slice(word.length)),
      ),
    );
  }
}
