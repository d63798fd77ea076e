import { at } from "../../../spec/language.js";
import type { Chain } from "../../../spec/platforms.js";
import { type Answer, type Engine, type EngineCall, setupCall } from "../../engines/engine.js";
import { pipeline } from "../../engines/pipeline.js";
import { namedPlatform } from "../../machine/configuration/platform.js";
import type { System } from "./automaton/answers.js";
import type { Word } from "./automaton/mealy.js";
import { engineRefused, noSetup, noState } from "./diagnostics.js";
import { type Alphabet, callsOf, plainAlphabet, type WordCall } from "./letters.js";

/** One call, of which word of the batch it is. */
interface Step extends WordCall {
  readonly word: number;
}

/**
 * The kernel in an engine as a system to be learned: a letter is an NMI, its output what the kernel made of it, which is what everybody sees: which handlers it called, as far as they had
 * something to claim, and the outcome.
 */
export class NmiSystem implements System<string> {
  readonly alphabet: Alphabet;
  readonly #engine: Engine;
  readonly #policy: string;
  readonly #chain: Chain;
  readonly #start: "reset" | "setup";
  /** NMIs that the engine was given. */
  nmis = 0;

  /**
   * @param policy what the engine is set up with
   * @param start how it is brought to its start: anew by `setup` only where `reset` is not trusted
   * @param alphabet what words are made of; of NMIs at the last ip or another by default
   */
  constructor(
    engine: Engine,
    policy: string,
    chain: Chain,
    {
      start = "reset",
      alphabet = plainAlphabet(chain),
    }: { readonly start?: "reset" | "setup"; readonly alphabet?: Alphabet } = {},
  ) {
    this.#engine = engine;
    this.#policy = policy;
    this.#chain = chain;
    this.#start = start;
    this.alphabet = alphabet;
  }

  get letters(): number {
    return this.alphabet.size;
  }

  /**
   * Sets the engine up for the words.
   *
   * @throws Diagnostic `learn/no-setup` when it has no such machine; what the engine throws
   */
  async setUp(): Promise<void> {
    const [ready] = await this.#engine.ask([this.#setup()]);
    if (ready?.kind === "refused") throw noSetup(this.#engine.title, this.#policy, ready.message);
  }

  /** @throws Diagnostic `learn/no-state`, `learn/refused`; what the engine throws */
  async run(words: readonly Word[]): Promise<readonly (readonly string[])[]> {
    const outputs: string[][] = words.map(() => []);
    await this.#play(words, ({ word }, answer) => at(outputs, word).push(outputText(answer)));
    return outputs;
  }

  /**
   * What the kernel keeps in `swallow_nmi` after each word; undefined where the engine does not tell.
   */
  async swallowNmi(words: readonly Word[]): Promise<readonly (boolean | undefined)[]> {
    const told: (boolean | undefined)[] = words.map((word) =>
      word.length === 0 ? false : undefined,
    );
    await this.#play(words, ({ word }, { state }) => {
      told[word] = state?.swallowNmi;
    });
    return told;
  }

  async #play(
    words: readonly Word[],
    onNmi: (step: Step, answer: Answer & { readonly kind: "nmi" }) => void,
  ): Promise<void> {
    await pipeline(this.#engine, this.#steps(words), (step, answer) => {
      if (step.isNmi) this.nmis++;
      if (answer.kind === "refused") throw this.#refusal(step, answer);
      if (step.isNmi) {
        if (answer.kind !== "nmi") throw new Error("an NMI was answered otherwise");
        onNmi(step, answer);
      }
      return "go on";
    });
  }

  *#steps(words: readonly Word[]): Generator<Step> {
    for (const [word, letters] of words.entries()) {
      for (const { call, isNmi } of callsOf(this.alphabet.nmis(letters), this.#chain)) {
        const started = call.op === "reset" && this.#start === "setup" ? this.#setup() : call;
        yield { word, call: started, isNmi };
      }
    }
  }

  #setup(): EngineCall {
    return setupCall(this.#policy, namedPlatform("ideal", this.#chain, this.alphabet.ips));
  }

  #refusal({ call }: Step, { code, message }: Answer & { readonly kind: "refused" }): Error {
    const { title } = this.#engine;
    return call.op === "state"
      ? noState(title, message)
      : engineRefused(title, call.op, code, message);
  }
}

/** What is seen of an NMI: events claimed by each handler, and the outcome; whatever else is told. */
function outputText({
  claimed,
  outcome,
  claimedUnknown,
  reason,
  reruns,
}: Answer & { readonly kind: "nmi" }): string {
  const rest = { claimedUnknown, reason, reruns };
  const more = Object.values(rest).every((one) => one === undefined)
    ? ""
    : ` ${JSON.stringify(rest)}`;
  return `${outputOf(claimed, outcome)}${more}`;
}

/** The output of an NMI of which nothing else is told. */
export function outputOf(claimed: readonly number[], outcome: string): string {
  return `claimed ${claimed.join(",")} ${outcome}`;
}

/** What an output says, for those that a policy can bring about; null for any other. */
export function outputParts(output: string): {
  readonly claimed: readonly number[];
  readonly outcome: "handled" | "unknown" | "swallowed";
} | null {
  const found = /^claimed ([\d,]+) (handled|unknown|swallowed)$/.exec(output);
  if (found === null) return null;
  const [, claimed = "", outcome] = found;
  if (outcome !== "handled" && outcome !== "unknown" && outcome !== "swallowed") return null;
  return { claimed: claimed.split(",").map(Number), outcome };
}
