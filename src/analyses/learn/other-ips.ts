import { at } from "../../../spec/language.js";
import { answeredOnce } from "./answered-once.js";
import { AnsweredTwice, Answers } from "./automaton/answers.js";
import { inChunks } from "./automaton/learner.js";
import { type Mealy, outputsOf, type Word } from "./automaton/mealy.js";
import { looksAtIp } from "./diagnostics.js";
import type { LearnRequest } from "./learning.js";
import { type Alphabet, runText } from "./letters.js";
import { NmiSystem } from "./nmi-system.js";
import { shortestWrong } from "./shortest-wrong.js";

/** What the ips of a word, counted from 1, are called instead. */
export type IpNaming = readonly [number, number, number, number];

/** The highest ip of a naming. */
export const HIGHEST_IP = 255;

/**
 * Other ips for those of a word. Of any two of its ips, each of the eight bits of their numbers is
 * unset and set in all four ways, and each of the two is the higher one: a covering array of strength
 * two for every bit (`other-ips.test.ts`). Code that does otherwise where one bit of an ip is set, or
 * where one ip is higher than another, so does otherwise under one of them.
 */
export const ipNamings: readonly IpNaming[] = [
  [245, 222, 105, 48],
  [165, 114, 18, 159],
  [90, 36, 191, 53],
  [207, 203, 133, 227],
  [24, 153, 120, 202],
];

/** Code with so many states more is found out at other ips: longer words take as long as all the rest. */
export const MOST_EXTRA_AT_OTHER_IPS = 1;

/** The same letters, at other ips. */
function atOtherIps(alphabet: Alphabet, naming: IpNaming): Alphabet {
  const there = <Nmi extends { readonly ip: number }>(nmi: Nmi): Nmi => ({
    ...nmi,
    ip: at(naming, nmi.ip - 1),
  });
  return {
    size: alphabet.size,
    ips: HIGHEST_IP,
    nmis: (word) => alphabet.nmis(word).map(there),
    after: (ip, letter) =>
      there(alphabet.after(ip === null ? null : naming.indexOf(ip) + 1, letter)),
  };
}

/**
 * Asks the engine words at other ips: code that compares ips, and looks no further, answers as it was
 * learned.
 *
 * @param words those that test the machine
 * @param isAsked which words may be asked to find a shorter one that is answered otherwise
 * @throws Diagnostic `learn/looks-at-ip`; `learn/answered-twice`, `learn/reset`; that of an engine
 */
export async function requireSameAtOtherIps(
  request: LearnRequest,
  system: NmiSystem,
  machine: Mealy<string>,
  words: Iterable<Word>,
  isAsked: (word: Word) => boolean,
): Promise<void> {
  const { engine, policy, machine: platform, signal, onProgress } = request;
  onProgress?.("asking the same at other ips");
  const asked = ipNamings.map((naming) => {
    const alphabet = atOtherIps(system.alphabet, naming);
    const elsewhere = new NmiSystem(engine, policy, platform.chain, { alphabet });
    return { elsewhere, answers: new Answers(elsewhere) };
  });
  const [{ elsewhere: first } = { elsewhere: system }] = asked;
  await first.setUp();
  for (const chunk of inChunks(words)) {
    for (const { elsewhere, answers } of asked) {
      signal?.throwIfAborted();
      const told = await answeredOnce(request, elsewhere, () => answers.ask(chunk));
      const wrong = chunk.flatMap((word, index) => {
        const place = outputsOf(machine, word).findIndex((one, nmi) => one !== told[index]?.[nmi]);
        return place < 0 ? [] : [word.slice(0, place + 1)];
      })[0];
      if (wrong !== undefined)
        throw await refusal(request, system, elsewhere, machine, wrong, isAsked);
    }
  }
  for (const { elsewhere } of asked) system.nmis += elsewhere.nmis;
  await system.setUp();
}

/** The two runs: at the ips at which it was learned, and at the others. */
async function refusal(
  request: LearnRequest,
  system: NmiSystem,
  elsewhere: NmiSystem,
  machine: Mealy<string>,
  known: Word,
  isAsked: (word: Word) => boolean,
): Promise<Error> {
  const { word, isShortest } = await shortestWrong(elsewhere, machine, known, isAsked);
  const [there = []] = await elsewhere.run([word]);
  await system.setUp();
  const learned = outputsOf(machine, word);
  const here = await answeredOnce(request, system, async () => {
    const [outputs = []] = await system.run([word]);
    if (isSame(outputs, learned)) return outputs;
    throw new AnsweredTwice(word, learned, outputs);
  });
  const runs = {
    first: runText(system.alphabet.nmis(word), here),
    second: runText(elsewhere.alphabet.nmis(word), there),
  };
  return looksAtIp(request.engine.title, runs, isShortest);
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.join("\n") === other.join("\n");
}
