import { at } from "../../../../spec/language.js";
import { Answers, type System } from "./answers.js";
import { type Mealy, type Output, outputsOf, type Word } from "./mealy.js";
import { ObservationTable } from "./observation-table.js";
import { repeatedWords } from "./repeated-words.js";
import { conformanceWords } from "./w-method.js";

/** Words of a conformance test that are run at a time. */
const WORDS_AT_A_TIME = 512;

/**
 * A machine of so many states may be that of a system which counts without bound: then a conformance test
 * for each further state takes minutes.
 */
const MANY_STATES = 6;

/** How far a learner goes. */
export interface LearnerOptions<Out extends Output = Output> {
  /** Whether a machine need not be tested, since nothing will be made of what is learned. */
  readonly isInVain?: (machine: Mealy<Out>) => boolean;
  /** The system has at most so many more states than the machine that is learned from it. */
  readonly extraStates: number;
  /** A machine of more states is not learned. */
  readonly mostStates: number;
  /** Told how many states are known, and how many letters were run. */
  readonly onProgress?: (states: number, letters: number) => void;
  readonly signal?: AbortSignal;
}

/** What was learned. */
export interface Learned<Out extends Output> {
  readonly machine: Mealy<Out>;
  /** For each state the word that it was found by. */
  readonly access: readonly Word[];
}

/** A machine, or that it has more states than it may have. */
export type LearnResult<Out extends Output> =
  | ({ readonly kind: "learned" } & Learned<Out>)
  /** The machine was not tested: `isInVain`. */
  | { readonly kind: "in vain"; readonly machine: Mealy<Out> }
  | { readonly kind: "too many states"; readonly known: number };

/**
 * Learns a system as a minimal Mealy machine: L* (`ObservationTable`), each hypothesis tested by the
 * W-method (`conformanceWords`). What is learned is the system itself if this has at most `extraStates`
 * states more.
 */
export class Learner<Out extends Output> {
  readonly answers: Answers<Out>;
  readonly #table: ObservationTable<Out>;
  readonly #options: LearnerOptions<Out>;
  #machine: Mealy<Out> | null = null;

  constructor(system: System<Out>, options: LearnerOptions<Out>) {
    this.answers = new Answers(system);
    this.#table = new ObservationTable(this.answers);
    this.#options = options;
  }

  /**
   * Learns until no test of the W-method shows a difference; may be called again after `refute`.
   *
   * @throws AnsweredTwice where the system answers one word in two ways; the reason of the signal; what
   * the system throws
   */
  async learn(): Promise<LearnResult<Out>> {
    const { mostStates, isInVain, onProgress } = this.#options;
    for (;;) {
      const machine = await this.#table.hypothesis(mostStates);
      onProgress?.(this.#table.states, this.answers.lettersRun);
      if (machine === null) return { kind: "too many states", known: this.#table.states };
      this.#machine = machine;
      if (isInVain?.(machine) === true) return { kind: "in vain", machine };
      const word = await this.#difference(machine);
      if (word === null) return { kind: "learned", machine, access: [...this.#table.access] };
      await this.#table.refine(machine, word);
    }
  }

  /** Takes a word, of whatever origin, that the machine answers otherwise than the system; false if it does not. */
  async refute(word: Word): Promise<boolean> {
    const machine = this.#machine;
    if (machine === null) throw new Error("nothing was learned yet");
    const [answer = []] = await this.answers.ask([word]);
    const wrong = firstDifference(machine, word, answer);
    if (wrong === null) return false;
    await this.#table.refine(machine, wrong);
    return true;
  }

  /** The first word of the conformance test that the system answers otherwise. */
  async #difference(machine: Mealy<Out>): Promise<Word | null> {
    const { extraStates, signal, onProgress } = this.#options;
    for (const words of inChunks(testWords(machine, extraStates))) {
      signal?.throwIfAborted();
      const answers = await this.answers.ask(words);
      for (const [index, word] of words.entries()) {
        const wrong = firstDifference(machine, word, at(answers, index));
        if (wrong !== null) return wrong;
      }
      onProgress?.(this.#table.states, this.answers.lettersRun);
    }
    return null;
  }
}

function* testWords<Out extends Output>(machine: Mealy<Out>, extraStates: number): Generator<Word> {
  if (machine.moves.length >= MANY_STATES) yield* repeatedWords(machine);
  yield* conformanceWords(machine, extraStates);
}

/** The word up to the first letter that the machine answers otherwise; null where there is none. */
function firstDifference<Out extends Output>(
  machine: Mealy<Out>,
  word: Word,
  answer: readonly Out[],
): Word | null {
  const wrong = outputsOf(machine, word).findIndex((output, index) => output !== answer[index]);
  return wrong < 0 ? null : word.slice(0, wrong + 1);
}

/** Words, as many at a time as are asked at once. */
export function* inChunks(words: Iterable<Word>): Generator<readonly Word[]> {
  let chunk: Word[] = [];
  for (const word of words) {
    chunk.push(word);
    if (chunk.length < WORDS_AT_A_TIME) continue;
    yield chunk;
    chunk = [];
  }
  if (chunk.length > 0) yield chunk;
}
