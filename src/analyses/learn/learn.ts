import { at } from "../../../spec/language.js";
import type { ConformDivergence } from "../../engines/conform/conform.js";
import type { LoadedPolicy } from "../../machine/policy/load.js";
import { answeredOnce } from "./answered-once.js";
import { inChunks, Learner } from "./automaton/learner.js";
import { type Mealy, outputsOf, type Word } from "./automaton/mealy.js";
import { conformanceWords } from "./automaton/w-method.js";
import { looksTheSame, noOutcome, seesMore, tooManyStates } from "./diagnostics.js";
import { everyEdge } from "./every-edge.js";
import type { Learning, LearnRequest, Written } from "./learning.js";
import { goesOn, lettersOf, type NmiLetter, plainAlphabet, runText } from "./letters.js";
import { NmiSystem } from "./nmi-system.js";
import { MOST_EXTRA_AT_OTHER_IPS, requireSameAtOtherIps } from "./other-ips.js";
import { phasesOf } from "./phases.js";
import { learnPlaced, type SameLook } from "./places/learn-placed.js";
import { shortestWrong } from "./shortest-wrong.js";
import { swallowKept } from "./swallow-kept.js";

/**
 * Learns the policy of an engine, exactly. Nothing is learned before every edge of the policy's state
 * graph on the machine has been run on the engine, which did the same: a difference is a
 * counterexample, and the learner goes on.
 *
 * @param load makes of what was learned a policy that can be run
 * @throws Diagnostic `learn/…`, those of the engine, and what `load` throws
 */
export async function learn(
  request: LearnRequest,
  load: (written: Written) => Promise<LoadedPolicy>,
): Promise<Learning> {
  const started = performance.now();
  const { engine, policy, machine: platform, extraStates, mostStates, onProgress } = request;
  const system = new NmiSystem(engine, policy, platform.chain);
  await system.setUp();
  const learner = new Learner(system, {
    extraStates,
    mostStates,
    ...(request.signal === undefined ? {} : { signal: request.signal }),
    onProgress: (states, letters) =>
      onProgress?.(`learning the policy: ${states} states, ${letters} NMIs`),
  });
  let edgeNmis = 0;
  for (;;) {
    const result = await answeredOnce(request, system, () => learner.learn());
    if (result.kind !== "learned") throw tooManyStates(engine.title, mostStates);
    const { machine } = result;
    const words = conformanceWords(machine, Math.min(extraStates, MOST_EXTRA_AT_OTHER_IPS));
    await requireSameAtOtherIps(request, system, machine, words, () => true);
    const older = await olderIpSeen(request, system, machine);
    if (older !== null) {
      const placed = await learnPlaced(request, load, older);
      const nmis = { ...placed.nmis, learning: placed.nmis.learning + system.nmis };
      return { ...placed, nmis, seconds: (performance.now() - started) / 1000 };
    }
    const written = await writtenFrom(request, system, machine);
    const loaded = await load(written);
    const { nmis, edges, divergence } = await everyEdge(request, loaded, platform);
    edgeNmis += nmis;
    if (divergence !== null) {
      await system.setUp();
      await answeredOnce(request, system, () => refute(request, system, learner, divergence));
      continue;
    }
    return {
      written,
      machine,
      loaded,
      extraStates,
      platform,
      nmis: { learning: system.nmis, edges: edgeNmis },
      edges,
      seconds: (performance.now() - started) / 1000,
    };
  }
}

/**
 * Tests what was learned once more, with NMIs that come on at a third ip where they went back before:
 * code that looks at another ip than that of the last NMI answers otherwise. Two such runs; null where
 * it looks at none.
 */
async function olderIpSeen(
  { engine, policy, machine: { chain }, extraStates, signal, onProgress }: LearnRequest,
  system: NmiSystem,
  machine: Mealy<string>,
): Promise<SameLook | null> {
  onProgress?.("asking whether it looks at older ips");
  const letters = lettersOf(chain);
  const onwards = new NmiSystem(engine, policy, chain, {
    alphabet: plainAlphabet(chain, "on"),
  });
  for (const chunk of inChunks(conformanceWords(machine, extraStates))) {
    signal?.throwIfAborted();
    const words = chunk.filter((word) => goesOn(word, letters));
    for (const [index, outputs] of (await onwards.run(words)).entries()) {
      const word = at(words, index);
      const wrong = outputsOf(machine, word).findIndex(
        (output, place) => output !== outputs[place],
      );
      if (wrong < 0) continue;
      const upTo = word.slice(0, wrong + 1);
      const { word: least, isShortest } = await shortestWrong(onwards, machine, upTo, (one) =>
        goesOn(one, letters),
      );
      const [back = []] = await system.run([least]);
      const [on = outputs] = await onwards.run([least]);
      const runs = {
        first: runText(system.alphabet.nmis(least), back),
        second: runText(onwards.alphabet.nmis(least), on),
      };
      return {
        runs,
        isShortest,
        nmis: [system.alphabet.nmis(least), onwards.alphabet.nmis(least)],
      };
    }
  }
  system.nmis += onwards.nmis;
  return null;
}

/** The machine as a policy, its phases named by what the kernel keeps in them. */
async function writtenFrom(
  { engine, machine: { chain } }: LearnRequest,
  system: NmiSystem,
  machine: Mealy<string>,
): Promise<Written> {
  const kept = await swallowKept(system, machine);
  const result = phasesOf(machine, lettersOf(chain), kept);
  if (result.kind === "policy") {
    const { phases } = result;
    return { kind: "plain", phases, swallowNmi: phases.states.map((state) => kept[state]) };
  }
  const shown = async (word: Word): Promise<string> => {
    const [outputs = []] = await system.run([word]);
    return runText(system.alphabet.nmis(word), outputs);
  };
  if (result.kind === "no outcome of a policy") {
    throw noOutcome(engine.title, await shown(result.word));
  }
  const [first, second] = result.words;
  const runs = { first: await shown(first), second: await shown(second) };
  throw looksTheSame(engine.title, runs, true);
}

/**
 * Hands the learner the NMIs of a behaviour in which the engine did otherwise than what was learned.
 *
 * @throws Diagnostic `learn/sees-more` where the same NMIs, arranged alone, are as they were learned
 */
async function refute(
  { engine, machine: { chain } }: LearnRequest,
  system: NmiSystem,
  learner: Learner<string>,
  divergence: ConformDivergence,
): Promise<void> {
  const words = wordsOf(lettersOf(chain), divergence);
  for (const word of words) if (await learner.refute(word)) return;
  const [word = []] = words;
  const [outputs = []] = await learner.answers.ask([word]);
  throw seesMore(
    engine.title,
    {
      first: divergence.behaviour.map((event) => `  ${event}`).join("\n"),
      second: runText(system.alphabet.nmis(word), outputs),
    },
    divergence.sentence,
  );
}

/** The NMIs of a behaviour as words: its last one as the model has it, and as the engine has it. */
function wordsOf(
  alphabet: readonly NmiLetter[],
  { trace, compared }: ConformDivergence,
): readonly Word[] {
  const nmis = trace.events.flatMap((event) => (event.event === "decide" ? [event.shows] : []));
  const onEngine = compared.find(({ aspect }) => aspect === "claimed")?.engine;
  const letter = (sameIp: boolean, claimed: readonly unknown[]): number =>
    alphabet.findIndex(
      (one) =>
        one.sameIp === sameIp && one.events.every((count, handler) => count === claimed[handler]),
    );
  const word = nmis.map(({ backToBack, claimed }) => letter(backToBack, claimed));
  const last = nmis.at(-1);
  const words = [word];
  if (last !== undefined && Array.isArray(onEngine)) {
    words.push([...word.slice(0, -1), letter(last.backToBack, onEngine)]);
  }
  return words.filter((one) => !one.includes(-1));
}
