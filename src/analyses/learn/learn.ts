import { at } from "../../../spec/language.js";
import { type ConformDivergence, conform } from "../../engines/conform/conform.js";
import type { Engine, EngineCall } from "../../engines/engine.js";
import type { NamedPlatform } from "../../machine/configuration/platform.js";
import type { LoadedPolicy } from "../../machine/policy/load.js";
import { AnsweredTwice } from "./automaton/answers.js";
import { inChunks, Learner } from "./automaton/learner.js";
import { accessWords, type Mealy, outputsOf, type Word } from "./automaton/mealy.js";
import { conformanceWords } from "./automaton/w-method.js";
import {
  answeredTwice,
  looksTheSame,
  noOutcome,
  notCovered,
  resetLies,
  seesMore,
  tooManyStates,
} from "./diagnostics.js";
import { goesOn, runText } from "./letters.js";
import { NmiSystem } from "./nmi-system.js";
import { type Phases, phasesOf } from "./phases.js";
import { toldAxes } from "./told-machine.js";

/** Runs of a word that was answered in two ways, to see whether `setup` makes it one. */
const RUNS_AFTER_SETUP = 64;

/** What is to be learned, from whom and how surely. */
export interface LearnRequest {
  readonly engine: Engine;
  /** The policy that the engine is set up with. */
  readonly policy: string;
  /** Words have the events of its chain; every edge of its state graph is run on the engine at the end. */
  readonly machine: NamedPlatform;
  /** The code has at most so many states more than the machine that is learned. */
  readonly extraStates: number;
  readonly mostStates: number;
  readonly nmicheck: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (text: string) => void;
}

/** What a machine comes to as a policy that is loaded. */
export interface Written {
  readonly phases: Phases;
  /** For each phase what the kernel keeps in `swallow_nmi`, where it tells. */
  readonly swallowNmi: readonly (boolean | undefined)[];
}

/** A policy that was learned, and how it is known to be the code's. */
export interface Learning extends Written {
  readonly machine: Mealy<string>;
  readonly loaded: LoadedPolicy;
  /** NMIs that the engine was given to learn it, and to run every edge. */
  readonly nmis: { readonly learning: number; readonly edges: number };
  /** Edges of the model's state graph, all of which were run. */
  readonly edges: number;
  readonly seconds: number;
}

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
    const result = await found(request, system, () => learner.learn());
    if (result.kind === "too many states") throw tooManyStates(engine.title, mostStates);
    const { machine } = result;
    await blindToOlderIps(request, system, machine);
    const written = await writtenFrom(request, system, machine);
    const loaded = await load(written);
    onProgress?.("running every edge of its state graph");
    const { axes } = toldAxes([loaded]);
    const model = axes === undefined ? loaded.model : await loaded.modelFor(axes);
    const held = await conform(playing(engine, policy), {
      origin: { nmicheck: request.nmicheck, modelOf: () => model },
      configurations: [
        { policy: loaded.name, own: loaded.policy, platform, ...(axes !== undefined && { axes }) },
      ],
      onlyWhatItDoes: true,
      mostDivergences: 1,
      ...(request.signal === undefined ? {} : { signal: request.signal }),
    });
    edgeNmis += held.nmis;
    if (held.failure !== null) throw held.failure;
    const [divergence] = held.divergences;
    if (divergence !== undefined) {
      await system.setUp();
      await found(request, system, () => refute(request, system, learner, divergence));
      continue;
    }
    const [unable] = held.unsupported;
    if (!held.conforms) {
      throw notCovered(
        engine.title,
        unable?.reason ?? `only ${held.edges.covered} of ${held.edges.total} were run`,
      );
    }
    return {
      ...written,
      machine,
      loaded,
      nmis: { learning: system.nmis, edges: edgeNmis },
      edges: held.edges.total,
      seconds: (performance.now() - started) / 1000,
    };
  }
}

/**
 * Tests what was learned once more, with NMIs that come on at a third ip where they went back before:
 * code that looks at another ip than that of the last NMI answers otherwise.
 *
 * @throws Diagnostic `learn/looks-the-same`
 */
async function blindToOlderIps(
  { engine, policy, machine: { chain }, extraStates, signal, onProgress }: LearnRequest,
  system: NmiSystem,
  machine: Mealy<string>,
): Promise<void> {
  onProgress?.("asking whether it looks at older ips");
  const onwards = new NmiSystem(engine, policy, chain, { otherIp: "on" });
  for (const chunk of inChunks(conformanceWords(machine, extraStates))) {
    signal?.throwIfAborted();
    const words = chunk.filter((word) => goesOn(word, system.alphabet));
    for (const [index, outputs] of (await onwards.run(words)).entries()) {
      const word = at(words, index);
      const wrong = outputsOf(machine, word).findIndex(
        (output, place) => output !== outputs[place],
      );
      if (wrong < 0) continue;
      const upTo = word.slice(0, wrong + 1);
      const { word: least, isShortest } = await shortestWrong(onwards, machine, upTo);
      const [back = []] = await system.run([least]);
      const [on = outputs] = await onwards.run([least]);
      const runs = {
        first: runText(least, back, system.alphabet),
        second: runText(least, on, system.alphabet, "on"),
      };
      throw looksTheSame(engine.title, runs, isShortest);
    }
  }
  system.nmis += onwards.nmis;
}

/** So many words are asked at most to find a shorter one. */
const MOST_WORDS = 20_000;

/**
 * A shortest word that the system answers otherwise than the machine: all shorter ones are asked, unless
 * they are too many. Then it is as long as the one that is known.
 */
async function shortestWrong(
  system: NmiSystem,
  machine: Mealy<string>,
  known: Word,
): Promise<{ readonly word: Word; readonly isShortest: boolean }> {
  let words: readonly Word[] = [[]];
  for (let length = 1; length < known.length; length++) {
    if (words.length * machine.letters > MOST_WORDS) return { word: known, isShortest: false };
    words = words.flatMap((word) =>
      Array.from({ length: machine.letters }, (_, letter) => [...word, letter]),
    );
    const asked = words.filter((word) => goesOn(word, system.alphabet));
    const answers = await system.run(asked);
    const wrong = asked.find(
      (word, index) => outputsOf(machine, word).join("\n") !== answers[index]?.join("\n"),
    );
    if (wrong !== undefined) return { word: wrong, isShortest: true };
  }
  return { word: known, isShortest: true };
}

/**
 * The engine, which plays the policy that is learned whatever it is asked to play. It is not asked for
 * axes: the one that a learned policy may need changes nothing but what policies are told.
 */
export function playing(engine: Engine, policy: string): Engine {
  return {
    about: engine.about,
    title: engine.title,
    playsUsers: "as it stands",
    ask: (calls) =>
      engine.ask(calls.map((call) => (call.op === "setup" ? setupOf(call, policy) : call))),
    close: () => engine.close(),
  };
}

function setupOf(
  { axes: _, ...call }: Extract<EngineCall, { readonly op: "setup" }>,
  policy: string,
): EngineCall {
  return { ...call, policy };
}

/** The machine as a policy, its phases named by what the kernel keeps in them. */
async function writtenFrom(
  { engine }: LearnRequest,
  system: NmiSystem,
  machine: Mealy<string>,
): Promise<Written> {
  const kept = await keptIn(system, machine);
  const result = phasesOf(machine, system.alphabet, kept);
  if (result.kind === "policy") {
    const { phases } = result;
    return { phases, swallowNmi: phases.states.map((state) => kept[state]) };
  }
  const shown = async (word: Word): Promise<string> => {
    const [outputs = []] = await system.run([word]);
    return runText(word, outputs, system.alphabet);
  };
  if (result.kind === "no outcome of a policy") {
    throw noOutcome(engine.title, await shown(result.word));
  }
  const [first, second] = result.words;
  const runs = { first: await shown(first), second: await shown(second) };
  throw looksTheSame(engine.title, runs, true);
}

/** What the kernel keeps in each state of the machine; undefined where it does not tell, or keeps both. */
async function keptIn(
  system: NmiSystem,
  machine: Mealy<string>,
): Promise<readonly (boolean | undefined)[]> {
  const words = new Map<number, Word[]>([[0, [[]]]]);
  for (const [state, word] of accessWords(machine)) {
    for (const [letter, { next }] of at(machine.moves, state).entries()) {
      words.set(next, [...(words.get(next) ?? []), [...word, letter]]);
    }
  }
  const kept: (boolean | undefined)[] = [];
  for (const [state] of machine.moves.entries()) {
    const told = new Set(await system.swallowNmi(words.get(state) ?? []));
    const [only] = told;
    kept.push(told.size === 1 ? only : undefined);
  }
  return kept;
}

/** Does what may find that a word is answered in two ways, and says whose fault that is. */
async function found<Result>(
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
      first: runText(word, first.map(String), system.alphabet),
      second: runText(word, second.map(String), system.alphabet),
    };
    const anew = new NmiSystem(engine, policy, machine.chain, { start: "setup" });
    const again = await anew.run(Array.from({ length: RUNS_AFTER_SETUP }, () => word));
    const isOne = new Set(again.map((outputs) => outputs.join("\n"))).size === 1;
    throw isOne
      ? resetLies(engine.title, runs, RUNS_AFTER_SETUP)
      : answeredTwice(engine.title, runs);
  }
}

/**
 * Hands the learner the NMIs of a behaviour in which the engine did otherwise than what was learned.
 *
 * @throws Diagnostic `learn/sees-more` where the same NMIs, arranged alone, are as they were learned
 */
async function refute(
  { engine }: LearnRequest,
  system: NmiSystem,
  learner: Learner<string>,
  divergence: ConformDivergence,
): Promise<void> {
  const words = wordsOf(system, divergence);
  for (const word of words) if (await learner.refute(word)) return;
  const [word = []] = words;
  const [outputs = []] = await learner.answers.ask([word]);
  throw seesMore(
    engine.title,
    {
      first: divergence.behaviour.map((event) => `  ${event}`).join("\n"),
      second: runText(word, outputs, system.alphabet),
    },
    divergence.sentence,
  );
}

/** The NMIs of a behaviour as words: its last one as the model has it, and as the engine has it. */
function wordsOf({ alphabet }: NmiSystem, { trace, compared }: ConformDivergence): readonly Word[] {
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
