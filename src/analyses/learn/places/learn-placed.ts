import type { ConformDivergence } from "../../../engines/conform/conform.js";
import type { LoadedPolicy } from "../../../machine/policy/load.js";
import { answeredOnce } from "../answered-once.js";
import { Learner } from "../automaton/learner.js";
import type { Mealy, Word } from "../automaton/mealy.js";
import { conformanceWords } from "../automaton/w-method.js";
import {
  looksTheSame,
  noOutcome,
  seesMore,
  type TwoRuns,
  tooManyPlaces,
  tooManyStates,
} from "../diagnostics.js";
import { everyEdge } from "../every-edge.js";
import type { Learning, LearnRequest, Written } from "../learning.js";
import { type NmiAt, runText } from "../letters.js";
import { NmiSystem } from "../nmi-system.js";
import { MOST_EXTRA_AT_OTHER_IPS, requireSameAtOtherIps } from "../other-ips.js";
import { swallowKept } from "../swallow-kept.js";
import { orbitsOf } from "./orbits.js";
import {
  isPlain,
  type PlacedAlphabet,
  PlacedSystem,
  placedAlphabet,
  plainWord,
} from "./placed-letters.js";
import { placedPolicyOf } from "./placed-policy.js";

/** Two runs that look the same to a policy which remembers no ip. */
export interface SameLook {
  readonly runs: TwoRuns;
  readonly isShortest: boolean;
  /** Their NMIs. */
  readonly nmis: readonly (readonly NmiAt[])[];
}

/** States of the machine for each of the policy: a way to hold two of the places. */
const STATES_OF_PLACES = 12;

/** As many words as are run at each state, beside those that tell the states apart. */
const MOST_WORDS = 600;

/** A policy that remembers places runs where the CPU can be at the last one, that one, and another. */
const LEAST_IPS = 3;

/**
 * Learns code that compares `ip` with older ones than the last: over letters that name the place of
 * each NMI, of which only equality matters, so that the machine is a policy that remembers places.
 *
 * @param older two runs that look the same to a policy that remembers none
 * @throws Diagnostic `learn/…`, those of the engine, and what `load` throws
 */
export async function learnPlaced(
  request: LearnRequest,
  load: (written: Written) => Promise<LoadedPolicy>,
  older: SameLook,
): Promise<Omit<Learning, "seconds">> {
  const { engine, policy, machine: asked, mostStates, signal, onProgress } = request;
  const alphabet = placedAlphabet(asked.chain);
  const system = new NmiSystem(engine, policy, asked.chain, { alphabet });
  await system.setUp();
  const most = Math.floor(Math.log(MOST_WORDS) / Math.log(alphabet.size)) - 1;
  const extraStates = Math.max(0, Math.min(request.extraStates, most));
  const learner = new Learner(new PlacedSystem(system, alphabet), {
    extraStates,
    isInVain: (machine) => orbitsOf(machine, alphabet).kind === "too many places",
    mostStates: mostStates * STATES_OF_PLACES,
    ...(signal === undefined ? {} : { signal }),
    onProgress: (states, letters) =>
      onProgress?.(`learning which ip it remembers: ${states} states, ${letters} NMIs`),
  });
  // What is known already is told first: shorter words need not come to it.
  await answeredOnce(request, system, () => learner.learn());
  for (const word of older.nmis.map((nmis) => wordOf(alphabet, nmis))) {
    await answeredOnce(request, system, () => learner.refute(word));
  }
  const platform = { ...asked, rips: Math.max(asked.rips, LEAST_IPS) };
  let edgeNmis = 0;
  for (;;) {
    const result = await answeredOnce(request, system, () => learner.learn());
    if (result.kind === "too many states") throw tooManyStates(engine.title, mostStates);
    const { machine } = result;
    const orbits = orbitsOf(machine, alphabet);
    if (orbits.kind === "uneven") {
      await answeredOnce(request, system, () => refuteOne(learner, orbits.words));
      continue;
    }
    if (orbits.kind === "too many places") {
      const { words } = orbits;
      if (words === null) throw looksTheSame(engine.title, older.runs, older.isShortest);
      const [one, other] = await system.run(words);
      if (one?.at(-1) !== other?.at(-1)) {
        throw tooManyPlaces(engine.title, await shown(system, words));
      }
      // The machine was not tested yet, and is wrong about one of them.
      await answeredOnce(request, system, () => refuteOne(learner, words));
      continue;
    }
    const words = plainWords(
      alphabet,
      conformanceWords(machine, Math.min(extraStates, MOST_EXTRA_AT_OTHER_IPS)),
    );
    await requireSameAtOtherIps(request, system, machine, words, (word) => isPlain(alphabet, word));
    const written = await writtenFrom(request, system, machine, alphabet, orbits);
    const loaded = await load(written);
    const { nmis, edges, divergence } = await everyEdge(request, loaded, platform);
    edgeNmis += nmis;
    if (divergence === null) {
      return {
        written,
        machine,
        loaded,
        extraStates,
        platform,
        nmis: { learning: system.nmis, edges: edgeNmis },
        edges,
      };
    }
    await system.setUp();
    await answeredOnce(request, system, () =>
      refuteDivergence(request, system, alphabet, learner, divergence),
    );
  }
}

/** The words with their places in the order of their numbers, each once. */
function* plainWords(alphabet: PlacedAlphabet, words: Iterable<Word>): Generator<Word> {
  const known = new Set<string>();
  for (const word of words) {
    const plain = plainWord(alphabet, word);
    const key = plain.join();
    if (!known.has(key)) yield plain;
    known.add(key);
  }
}

async function writtenFrom(
  { engine }: LearnRequest,
  system: NmiSystem,
  machine: Mealy<string>,
  alphabet: PlacedAlphabet,
  { orbits, of }: Extract<ReturnType<typeof orbitsOf>, { readonly kind: "orbits" }>,
): Promise<Written> {
  const result = placedPolicyOf(machine, alphabet, orbits, of);
  if (result.kind === "looks the same") {
    throw looksTheSame(engine.title, await shown(system, result.words), false);
  }
  if (result.kind === "no outcome of a policy") {
    throw noOutcome(engine.title, await runOf(system, result.word));
  }
  const kept = await swallowKept(system, machine);
  const { policy } = result;
  return { kind: "placed", policy, swallowNmi: policy.states.map((state) => kept[state]) };
}

async function refuteOne(learner: Learner<string>, words: readonly Word[]): Promise<void> {
  for (const word of words) if (await learner.refute(word)) return;
  throw new Error("the machine knows places by their names, and the engine does not");
}

/**
 * Hands the learner the NMIs of a behaviour in which the engine did otherwise.
 *
 * @throws Diagnostic `learn/sees-more` where the same NMIs, arranged alone, are as they were learned
 */
async function refuteDivergence(
  { engine }: LearnRequest,
  system: NmiSystem,
  alphabet: PlacedAlphabet,
  learner: Learner<string>,
  { trace, compared, behaviour, sentence }: ConformDivergence,
): Promise<void> {
  const nmis = trace.events.flatMap((event) => (event.event === "decide" ? [event.shows] : []));
  const word = wordOf(
    alphabet,
    nmis.map(({ rip, claimed }) => ({ ip: rip, events: claimed })),
  );
  const onEngine = compared.find(({ aspect }) => aspect === "claimed")?.engine;
  const last = nmis.at(-1);
  const other =
    last !== undefined && Array.isArray(onEngine)
      ? [[...word.slice(0, -1), ...wordOf(alphabet, [{ ip: last.rip, events: onEngine }])]]
      : [];
  const words = [word, ...other].filter((one) => !one.includes(-1));
  for (const one of words) if (await learner.refute(one)) return;
  const first = behaviour.map((event) => `  ${event}`).join("\n");
  const second = await runOf(system, words[0] ?? []);
  throw seesMore(engine.title, { first, second }, sentence);
}

/** The letters of NMIs; -1 where one is none. */
function wordOf({ letters }: PlacedAlphabet, nmis: readonly NmiAt[]): Word {
  return nmis.map((nmi) =>
    letters.findIndex(
      ({ ip, events }) =>
        ip === nmi.ip && events.every((count, index) => count === nmi.events[index]),
    ),
  );
}

async function runOf(system: NmiSystem, word: Word): Promise<string> {
  const [outputs = []] = await system.run([word]);
  return runText(system.alphabet.nmis(word), outputs);
}

async function shown(system: NmiSystem, [one, other]: readonly [Word, Word]): Promise<TwoRuns> {
  return { first: await runOf(system, one), second: await runOf(system, other) };
}
