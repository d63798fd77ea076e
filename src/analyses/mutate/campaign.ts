import { setImmediate } from "node:timers/promises";
import type { Model } from "../../compiler/ir/model.js";
import type { NamedPlatform } from "../../machine/configuration/platform.js";
import { constantsOf, machineText } from "../../machine/subject.js";
import { compareGraphs } from "./equivalence.js";
import { type Detection, detect, type GateLayer, type Gates, gateLayers } from "./gates.js";
import {
  type Machine,
  type MutatedSource,
  machineKeyOf,
  machineOf,
  mutantOn,
  withParts,
} from "./machine.js";
import { mutate, mutationsOf } from "./mutants.js";
import { type Mutation, mutationKey } from "./mutation.js";
import { type Compiled, compileMutant, type Observation, observe } from "./observation.js";

/** One policy, compiled with the places of its source, on one machine. */
export interface MutationSubject extends MutatedSource {
  readonly platform: NamedPlatform;
  /** The gate that asks, if it is one of a config. */
  readonly gate?: string;
  /** What the gate asks about; what the campaign asks about if not given. */
  readonly properties?: readonly string[];
}

/** What to change and what to look at. */
export interface CampaignRequest {
  readonly subjects: readonly MutationSubject[];
  /** What is asked about where a subject does not say it. */
  readonly properties: readonly string[];
  /** What the gates look at; everything by default. */
  readonly layers?: readonly GateLayer[];
  /** Parts of the paths of the files that are to be changed; all files by default. */
  readonly files?: readonly string[];
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, all: number) => void;
}

/** What became of one mutant. */
export type Fate =
  /** Some gate sees it. */
  | ({ readonly fate: "killed"; readonly subject: string } & Detection)
  /** Its state graph is the original's in every configuration: there is nothing to be seen. */
  | {
      readonly fate: "equivalent";
      readonly configurations: number;
      readonly states: number;
      readonly edges: number;
    }
  /** No gate sees it, and its state graph is another one in the configuration `subject`. */
  | { readonly fate: "survived"; readonly subject: string };

/** A mutation and what became of it. */
export interface JudgedMutant {
  readonly mutation: Mutation;
  readonly fate: Fate;
}

/** All mutants, in the order of their places in the model. */
export interface Campaign {
  readonly mutants: readonly JudgedMutant[];
  /** Changes of the source that none of the machines has. */
  readonly elsewhere: number;
  /** Changes that were not judged, since the campaign was stopped. */
  readonly left: number;
}

/** A mutant may have this many times the states of the original before it is given up. */
const MOST_GROWTH = 20;

type Explored = Extract<Observation, { kind: "explored" }>;

/** What is seen of a machine before anything is changed. */
interface Seen {
  readonly compiled: Extract<Compiled, { kind: "compiled" }>;
  readonly expected: Explored;
}

interface Baseline {
  readonly subject: MutationSubject;
  readonly machine: Machine;
  readonly seen: Seen;
  /** The same with the parts of a mutant that has more of them. */
  seenWith(parts: ReadonlySet<string>): Promise<Seen>;
}

/** `v5 on sticky`; of a gate of a config `mine: v5 on sticky`. */
export function subjectName({ gate, policy, ...machine }: MutationSubject): string {
  return `${gate === undefined ? "" : `${gate}: `}${policy} on ${machineText(machine)}`;
}

/** One of several equal shares of a campaign: every `of`th mutation from the `index`th on. */
export interface Share {
  readonly index: number;
  readonly of: number;
}

/** A mutation by its place in the campaign, and what became of it; null for one that no machine has. */
export interface Judgement {
  readonly place: number;
  readonly mutation: Mutation;
  readonly fate: Fate | null;
}

/** Makes every mutant of the models, and asks the gates about each. */
export async function runCampaign(request: CampaignRequest): Promise<Campaign> {
  const judgements: Judgement[] = [];
  await judgeShare(request, { index: 0, of: 1 }, (judgement, all) => {
    judgements.push(judgement);
    request.onProgress?.(judgements.length, all);
  });
  return campaignOf(request, judgements);
}

/** What is known of a campaign by the judgements that there are, in any order. */
export function campaignOf(request: CampaignRequest, judgements: readonly Judgement[]): Campaign {
  const mutants = [...judgements]
    .sort((one, other) => one.place - other.place)
    .flatMap(({ mutation, fate }) => (fate === null ? [] : [{ mutation, fate }]));
  return {
    mutants,
    elsewhere: judgements.length - mutants.length,
    left: allMutations(request).length - judgements.length,
  };
}

/**
 * Asks the gates about a share of the mutants.
 *
 * @param onJudged told of each, and of how many mutations the whole campaign has
 */
export async function judgeShare(
  request: CampaignRequest,
  { index, of }: Share,
  onJudged: (judgement: Judgement, all: number) => void,
): Promise<void> {
  const baselines = await baselinesOf(request.subjects);
  const mutations = allMutations(request);
  const gates: Gates = {
    properties: request.properties,
    layers: request.layers ?? gateLayers,
  };
  for (const [place, mutation] of mutations.entries()) {
    if (place % of !== index) continue;
    await setImmediate();
    if (request.signal?.aborted === true) return;
    const fate = await judge(mutation, baselines, gates);
    onJudged({ place, mutation, fate }, mutations.length);
  }
}

function allMutations({ subjects, files }: CampaignRequest): readonly Mutation[] {
  const models = new Set(subjects.map(({ whole }) => whole));
  const all = [...models].flatMap((model) => mutationsOf(model));
  const distinct = new Map(all.map((mutation) => [mutationKey(mutation), mutation]));
  return [...distinct.values()]
    .filter(({ place }) => files?.some((part) => place.file.includes(part)) ?? true)
    .sort(
      (one, other) =>
        one.place.file.localeCompare(other.place.file, "en") || one.offset - other.offset,
    );
}

async function baselinesOf(subjects: readonly MutationSubject[]): Promise<readonly Baseline[]> {
  const machines = new Map<Model, Map<string, Machine>>();
  const baselines: Baseline[] = [];
  for (const subject of subjects) {
    const known = machines.get(subject.whole) ?? new Map<string, Machine>();
    machines.set(subject.whole, known);
    const machine = known.get(machineKeyOf(subject)) ?? machineOf(subject);
    known.set(machineKeyOf(subject), machine);
    baselines.push(await baselineOf(subject, machine));
  }
  return baselines;
}

async function baselineOf(subject: MutationSubject, machine: Machine): Promise<Baseline> {
  const seen = await seenOf(subject, machine.model);
  const others = new Map<string, Promise<Seen>>();
  return {
    subject,
    machine,
    seen,
    seenWith(parts) {
      if (parts.size === machine.parts.size) return Promise.resolve(seen);
      const key = [...parts].sort().join();
      const known = others.get(key) ?? seenOf(subject, withParts(subject, parts).model);
      others.set(key, known);
      return known;
    },
  };
}

async function seenOf(subject: MutationSubject, model: Model): Promise<Seen> {
  const compiled = compileMutant(model, constantsOf(subject));
  const expected = await observe(compiled, Number.POSITIVE_INFINITY);
  if (compiled.kind !== "compiled" || expected.kind !== "explored") {
    throw new Error(`${subjectName(subject)} cannot be explored before anything is changed`);
  }
  return { compiled, expected: remembering(expected) };
}

/** The same observation; what is computed when asked for is computed once. */
function remembering(observation: Explored): Explored {
  const counterexamples = new Map<string, ReturnType<Explored["counterexample"]>>();
  let census: ReturnType<Explored["census"]> | undefined;
  return {
    ...observation,
    counterexample: (property) => {
      const known = counterexamples.get(property) ?? observation.counterexample(property);
      counterexamples.set(property, known);
      return known;
    },
    census: () => {
      census ??= observation.census();
      return census;
    },
  };
}

interface Changed {
  readonly subject: MutationSubject;
  readonly seen: Seen;
  readonly compiled: Compiled;
}

/**
 * What matters most is told: a verdict in the last configuration before counts in the first. Null for
 * a change of what none of the machines has.
 */
async function judge(
  mutation: Mutation,
  baselines: readonly Baseline[],
  gates: Gates,
): Promise<Fate | null> {
  const mutantOf = mutantsOf(mutation);
  const changed: Changed[] = [];
  let best: Extract<Fate, { fate: "killed" }> | null = null;
  for (const { subject, machine, seenWith } of baselines) {
    const mutant = mutantOf(machine);
    if (mutant === null) continue;
    const seen = await seenWith(mutant.parts);
    const compiled = compileMutant(mutant.model, constantsOf(subject));
    changed.push({ subject, seen, compiled });
    const found = await observe(compiled, seen.expected.distinct * MOST_GROWTH);
    const { properties = gates.properties } = subject;
    const detection = detect({ ...gates, properties }, seen.expected, found);
    if (detection === null) continue;
    if (best === null || rank(detection) < rank(best)) {
      best = { fate: "killed", subject: subjectName(subject), ...detection };
    }
    if (detection.layer === "verdict") break;
  }
  return changed.length === 0 ? null : (best ?? unseen(changed));
}

/** What a mutation makes of each machine: made once for all platforms. */
function mutantsOf(mutation: Mutation): (machine: Machine) => Machine | null {
  const wholes = new Map<Model, Model | null>();
  const mutants = new Map<Machine, Machine | null>();
  return (machine) => {
    const made = mutants.get(machine);
    if (made !== undefined) return made;
    const { whole } = machine.source;
    const known = wholes.get(whole);
    const mutated = known === undefined ? mutate(whole, mutation) : known;
    wholes.set(whole, mutated);
    const mutant = mutated === null ? null : mutantOn(machine, mutated);
    mutants.set(machine, mutant);
    return mutant;
  };
}

function rank({ layer }: Detection): number {
  return gateLayers.indexOf(layer);
}

/** No gate has seen the mutant: either there is nothing to be seen, or the gates are blind. */
function unseen(changed: readonly Changed[]): Fate {
  let [states, edges] = [0, 0];
  for (const { subject, seen, compiled } of changed) {
    const comparison =
      compiled.kind === "compiled"
        ? compareGraphs(seen.compiled.model, compiled.model)
        : ({ graphs: "different" } as const);
    if (comparison.graphs === "different") {
      return { fate: "survived", subject: subjectName(subject) };
    }
    states += comparison.states;
    edges += comparison.edges;
  }
  return { fate: "equivalent", configurations: changed.length, states, edges };
}
