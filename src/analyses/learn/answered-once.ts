import { AnsweredTwice } from "./automaton/answers.js";
import { answeredTwice, resetLies } from "./diagnostics.js";
import type { LearnRequest } from "./learning.js";
import { runText } from "./letters.js";
import { NmiSystem } from "./nmi-system.js";

/** Runs of a word that was answered in two ways, to see whether `setup` makes it one. */
const RUNS_AFTER_SETUP = 64;

/** Does what may find that a word is answered in two ways, and says whose fault that is. */
export async function answeredOnce<Result>(
  { engine, policy, machine }: LearnRequest,
  system: NmiSystem,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AnsweredTwice)) throw error;
    const { word, first, second } = error;
    const runs = {
      first: runText(system.alphabet.nmis(word), first.map(String)),
      second: runText(system.alphabet.nmis(word), second.map(String)),
    };
    const anew = new NmiSystem(engine, policy, machine.chain, {
      start: "setup",
      alphabet: system.alphabet,
    });
    const again = await anew.run(Array.from({ length: RUNS_AFTER_SETUP }, () => word));
    const isOne = new Set(again.map((outputs) => outputs.join("\n"))).size === 1;
    throw isOne
      ? resetLies(engine.title, runs, RUNS_AFTER_SETUP)
      : answeredTwice(engine.title, runs);
  }
}
