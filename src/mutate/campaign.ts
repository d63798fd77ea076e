import { setImmediate } from "node:timers/promises";
import type { NamedPlatform } from "../configuration/platform.js";
import type { Model } from "../ir/model.js";
import type { ConstantValues } from "../ir/value.js";
import { compareGraphs } from "./equivalence.js";
import { type Detection, detect, type GateLayer, type Gates, gateLayers } from "./gates.js";
import { mutate, mutationsOf } from "./mutants.js";
import { type Mutation, mutationKey } from "./mutation.js";
import { type Compiled, compileMutant, type Observation, observe } from "./observation.js";

/** One policy, compiled with the places of its source, on one platform. */
export interface MutationSubject {
  readonly policy: string;
  readonly model: Model;
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
  /** Whether a file is to be changed; all of them by default. */
  readonly changes?: (file: string) => boolean;
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
  /** Mutants that were not judged, since the campaign was stopped. */
  readonly left: number;
}

/** A mutant may have this many times the states of the original before it is given up. */
const MOST_GROWTH = 20;

type Explored = Extract<Observation, { kind: "explored" }>;

interface Baseline extends MutationSubject {
  readonly constants: ConstantValues;
  readonly compiled: Extract<Compiled, { kind: "compiled" }>;
  readonly expected: Explored;
}

/** `v5 on sticky`; of a gate of a config `mine: v5 on sticky`. */
export function subjectName({ gate, policy, platform }: MutationSubject): string {
  return `${gate === undefined ? "" : `${gate}: `}${policy} on ${platform.name}`;
}

/** Makes every mutant of the models, and asks the gates about each. */
export async function runCampaign(request: CampaignRequest): Promise<Campaign> {
  const baselines: Baseline[] = [];
  for (const subject of request.subjects) baselines.push(await baselineOf(subject));
  const mutations = allMutations(request);
  const gates: Gates = {
    properties: request.properties,
    layers: request.layers ?? gateLayers,
  };
  const mutants: JudgedMutant[] = [];
  for (const mutation of mutations) {
    await setImmediate();
    if (request.signal?.aborted === true) break;
    mutants.push({ mutation, fate: await judge(mutation, baselines, gates) });
    request.onProgress?.(mutants.length, mutations.length);
  }
  return { mutants, left: mutations.length - mutants.length };
}

function allMutations({ subjects, changes }: CampaignRequest): readonly Mutation[] {
  const models = new Set(subjects.map(({ model }) => model));
  const all = [...models].flatMap((model) => mutationsOf(model));
  const distinct = new Map(all.map((mutation) => [mutationKey(mutation), mutation]));
  return [...distinct.values()]
    .filter(({ place }) => changes === undefined || changes(place.file))
    .sort(
      (one, other) =>
        one.place.file.localeCompare(other.place.file, "en") || one.offset - other.offset,
    );
}

async function baselineOf(subject: MutationSubject): Promise<Baseline> {
  const { chain, rips, sticky, shadow } = subject.platform;
  const constants = { chain, rips, sticky, shadow };
  const compiled = compileMutant(subject.model, constants);
  const expected = await observe(compiled, Number.POSITIVE_INFINITY);
  if (compiled.kind !== "compiled" || expected.kind !== "explored") {
    throw new Error(`${subjectName(subject)} cannot be explored before anything is changed`);
  }
  return { ...subject, constants, compiled, expected: remembering(expected) };
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
  readonly baseline: Baseline;
  readonly compiled: Compiled;
}

/** What matters most is told: a verdict in the last configuration before counts in the first. */
async function judge(
  mutation: Mutation,
  baselines: readonly Baseline[],
  gates: Gates,
): Promise<Fate> {
  const mutated = new Map<Model, Model | null>();
  const changed: Changed[] = [];
  let best: Extract<Fate, { fate: "killed" }> | null = null;
  for (const baseline of baselines) {
    const { model, constants, expected } = baseline;
    const mutant = mutated.has(model) ? mutated.get(model) : mutate(model, mutation);
    mutated.set(model, mutant ?? null);
    if (mutant === null || mutant === undefined) continue;
    const compiled = compileMutant(mutant, constants);
    changed.push({ baseline, compiled });
    const found = await observe(compiled, expected.distinct * MOST_GROWTH);
    const { properties = gates.properties } = baseline;
    const detection = detect({ ...gates, properties }, expected, found);
    if (detection === null) continue;
    if (best === null || rank(detection) < rank(best)) {
      best = { fate: "killed", subject: subjectName(baseline), ...detection };
    }
    if (detection.layer === "verdict") break;
  }
  return best ?? unseen(changed);
}

function rank({ layer }: Detection): number {
  return gateLayers.indexOf(layer);
}

/** No gate has seen the mutant: either there is nothing to be seen, or the gates are blind. */
function unseen(changed: readonly Changed[]): Fate {
  let [states, edges] = [0, 0];
  for (const { baseline, compiled } of changed) {
    const comparison =
      compiled.kind === "compiled"
        ? compareGraphs(baseline.compiled.model, compiled.model)
        : ({ graphs: "different" } as const);
    if (comparison.graphs === "different") {
      return { fate: "survived", subject: subjectName(baseline) };
    }
    states += comparison.states;
    edges += comparison.edges;
  }
  return { fate: "equivalent", configurations: changed.length, states, edges };
}
