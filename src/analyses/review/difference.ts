import { conform } from "../../engines/conform/conform.js";
import type { Engine } from "../../engines/engine.js";
import { openEngine } from "../../engines/open.js";
import type { NamedPlatform } from "../../machine/configuration/platform.js";
import { tellingApart, type Word } from "../learn/automaton/mealy.js";
import { playing } from "../learn/every-edge.js";
import type { Learned } from "../learn/learned.js";
import { type Alphabet, eventTexts, nmiText } from "../learn/letters.js";
import { NmiSystem } from "../learn/nmi-system.js";
import { type LearnSource, policyToLearn } from "../learn/source.js";
import { toldAxes } from "../learn/told-machine.js";
import { overOneAlphabet } from "./common-alphabet.js";

/** One NMI of a behaviour that tells two engines apart, and what each made of it. */
export interface ToldNmi {
  /** For example `ip 1, 2 events of handler 0`. */
  readonly nmi: string;
  /** What happens up to it: `execute(2)`, `raise(0, 1)`, `deliver`. */
  readonly events: readonly string[];
  readonly before: string;
  readonly after: string;
}

/** The shortest behaviour that tells two engines apart. */
export type Difference =
  /** NMIs whose events are all there when they are taken; the last one is answered otherwise. */
  | { readonly kind: "nmis"; readonly nmis: readonly ToldNmi[] }
  /** The events of a behaviour of the machine, and what is otherwise at its end. */
  | { readonly kind: "events"; readonly events: readonly string[]; readonly sentence: string };

/** Who may end it. */
export interface DifferenceOptions {
  readonly signal?: AbortSignal;
}

/**
 * The shortest behaviour that tells two policies apart that were learned on the same chain, played on
 * both engines; null where they are bisimilar.
 */
export async function differenceOf(
  before: { readonly source: LearnSource; readonly learned: Learned },
  after: { readonly source: LearnSource; readonly learned: Learned },
  options: DifferenceOptions = {},
): Promise<Difference | null> {
  const compared = overOneAlphabet(before.learned.document, after.learned.document);
  const { alphabet } = compared;
  const word = tellingApart(compared.before, compared.after);
  if (word === null) return null;
  const { chain } = before.learned.document.machine;
  const [left, right] = await Promise.all([
    played(before.source, chain, alphabet, word, options),
    played(after.source, chain, alphabet, word, options),
  ]);
  const nmis = word.map((_, index): ToldNmi => {
    const { nmi = "", events = [], output = "" } = left[index] ?? {};
    return { nmi, events, before: output, after: right[index]?.output ?? "" };
  });
  const last = nmis.at(-1);
  if (last === undefined || last.before === last.after) {
    throw new Error("the engines do not play what was learned from them");
  }
  return { kind: "nmis", nmis };
}

/** What an engine makes of the NMIs of a word. */
async function played(
  source: LearnSource,
  chain: NamedPlatform["chain"],
  alphabet: Alphabet,
  word: Word,
  options: DifferenceOptions,
): Promise<readonly (Pick<ToldNmi, "nmi" | "events"> & { readonly output: string })[]> {
  return withEngine(source, options, async (engine) => {
    const system = new NmiSystem(engine, policyToLearn(engine, source), chain, { alphabet });
    await system.setUp();
    const [outputs = []] = await system.run([word]);
    const nmis = alphabet.nmis(word);
    return nmis.map((nmi, index) => ({
      nmi: nmiText(nmi),
      events: eventTexts(nmis, index),
      output: outputs[index] ?? "",
    }));
  });
}

/**
 * The shortest of some behaviours that an engine does not share with a policy, which is compared with
 * it on every edge of its state graph; null where there is none.
 *
 * @throws the diagnostic of an engine that breaks
 */
export async function differenceFrom(
  before: Learned,
  after: LearnSource,
  nmicheck: string,
  options: DifferenceOptions = {},
): Promise<Difference | null> {
  const { policy, document } = before;
  const told = toldAxes([policy]);
  const model = told.axes === undefined ? policy.model : await policy.modelFor(told.axes);
  const { divergences, failure } = await withEngine(after, options, (engine) =>
    conform(playing(engine, policyToLearn(engine, after)), {
      origin: { nmicheck, modelOf: () => model },
      configurations: [
        { policy: policy.name, own: policy.policy, platform: document.machine, ...told },
      ],
      onlyWhatItDoes: true,
      ...options,
    }),
  );
  const [shortest] = [...divergences].sort(
    (one, other) => one.behaviour.length - other.behaviour.length,
  );
  if (shortest !== undefined) {
    return { kind: "events", events: shortest.behaviour, sentence: shortest.sentence };
  }
  if (failure !== null) throw failure;
  return null;
}

/** Does something with the engine of a source, and closes it. */
export async function withEngine<Result>(
  source: LearnSource,
  options: DifferenceOptions,
  work: (engine: Engine) => Promise<Result>,
): Promise<Result> {
  const engine = await openEngine(source.engine, options);
  try {
    return await work(engine);
  } finally {
    await engine.close().catch(() => {});
  }
}
