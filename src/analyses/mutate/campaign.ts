import { askAll } from "../../base/threads/ask-all.js";
import type { NamedPlatform } from "../../machine/configuration/platform.js";
import type { Detection, GateLayer } from "./gates.js";
import { job } from "./judge.js";
import type { MutatedSource } from "./machine.js";
import { mutationsOf } from "./mutants.js";
import { type Mutation, mutationKey } from "./mutation.js";

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
  /** The most threads; as many as there are cores by default. */
  readonly threads?: number;
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

/**
 * Makes every mutant of the models, and asks the gates about each, on all cores.
 *
 * @throws what `askAll` throws, but for the reason of the signal: what is judged by then is told
 */
export async function runCampaign(request: CampaignRequest): Promise<Campaign> {
  const { signal, threads, onProgress, ...asked } = request;
  const mutations = allMutations(asked);
  const fates = new Map<number, Fate | null>();
  await askAll(job, asked, mutations, {
    signal,
    threads,
    onAnswer: (done, all, fate, number) => {
      fates.set(number, fate);
      onProgress?.(done, all);
    },
  }).catch((error) => {
    if (signal?.aborted !== true) throw error;
  });
  const judged = mutations.flatMap((mutation, number) => {
    const fate = fates.get(number);
    return fate === undefined ? [] : [{ mutation, fate }];
  });
  const mutants = judged.flatMap(({ mutation, fate }) =>
    fate === null ? [] : [{ mutation, fate }],
  );
  return {
    mutants,
    elsewhere: judged.length - mutants.length,
    left: mutations.length - judged.length,
  };
}

/** Every mutation that is asked about, in the order of their places in the model. */
function allMutations({
  subjects,
  files,
}: Pick<CampaignRequest, "subjects" | "files">): readonly Mutation[] {
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
