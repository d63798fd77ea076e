import { at } from "../../../../spec/language.js";
import type { Output, Word } from "./mealy.js";

/** A system that is a Mealy machine, or is believed to be one. */
export interface System<Out extends Output> {
  /** How many letters there are. */
  readonly letters: number;
  /** Runs each word from the start, and tells what was put out at each of its letters. */
  run(words: readonly Word[]): Promise<readonly (readonly Out[])[]>;
}

/** The same letters from the same start, answered in two ways. */
export class AnsweredTwice<Out extends Output> extends Error {
  override readonly name = "AnsweredTwice";
  /** Up to the first letter that is answered otherwise. */
  readonly word: Word;
  readonly first: readonly Out[];
  readonly second: readonly Out[];

  constructor(word: Word, first: readonly Out[], second: readonly Out[]) {
    super("one word was answered in two ways");
    this.word = word;
    this.first = first;
    this.second = second;
  }
}

interface Node<Out extends Output> {
  readonly output: Out;
  readonly children: Map<number, Node<Out>>;
}

/**
 * What a system has answered so far, as a tree of its words: no word is run twice, and each run is
 * compared with all those that begin as it does.
 */
export class Answers<Out extends Output> {
  readonly #system: System<Out>;
  readonly #root = new Map<number, Node<Out>>();
  /** Words that were run. */
  words = 0;
  /** Letters that were run. */
  lettersRun = 0;

  constructor(system: System<Out>) {
    this.#system = system;
  }

  get letters(): number {
    return this.#system.letters;
  }

  /**
   * The answers to words, run where they are not known.
   *
   * @throws AnsweredTwice where a run contradicts one before it; what the system throws
   */
  async ask(words: readonly Word[]): Promise<readonly (readonly Out[])[]> {
    const open = new Map<string, Word>();
    for (const word of words) {
      if (this.#known(word) === null) open.set(word.join(), word);
    }
    const asked = withoutPrefixes([...open.values()]);
    if (asked.length > 0) {
      const answers = await this.#system.run(asked);
      for (const [index, word] of asked.entries()) this.#keep(word, at(answers, index));
    }
    return words.map((word) => {
      const known = this.#known(word);
      if (known === null) throw new Error("a word was left unanswered");
      return known;
    });
  }

  #known(word: Word): readonly Out[] | null {
    const outputs: Out[] = [];
    let children = this.#root;
    for (const letter of word) {
      const node = children.get(letter);
      if (node === undefined) return null;
      outputs.push(node.output);
      children = node.children;
    }
    return outputs;
  }

  #keep(word: Word, outputs: readonly Out[]): void {
    this.words++;
    this.lettersRun += word.length;
    if (outputs.length !== word.length) throw new Error("an answer has another length");
    let children = this.#root;
    const before: Out[] = [];
    for (const [index, letter] of word.entries()) {
      const output = at(outputs, index);
      const node = children.get(letter) ?? { output, children: new Map() };
      if (node.output !== output) {
        const upTo = word.slice(0, index + 1);
        throw new AnsweredTwice(upTo, [...before, node.output], outputs.slice(0, index + 1));
      }
      before.push(output);
      children.set(letter, node);
      children = node.children;
    }
  }
}

/** The words that no other word of the list goes on from: their runs answer the rest. */
function withoutPrefixes(words: readonly Word[]): readonly Word[] {
  const prefixes = new Set<string>();
  for (const word of words) {
    for (let length = 1; length < word.length; length++) prefixes.add(word.slice(0, length).join());
  }
  return words.filter((word) => word.length > 0 && !prefixes.has(word.join()));
}
