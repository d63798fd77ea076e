import { at } from "../../../spec/language.js";
import type { PolicyName } from "../../../spec/policies/all.js";
import type { Policy } from "../../../spec/policy.js";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";

/** Edges of the model's reachable graph. */
export interface EdgeCount {
  readonly total: number;
  /** Those that lie on an execution in which the engine did as the model does. */
  readonly covered: number;
}

/** What may be chosen for every conformance run. */
export interface CampaignOptions {
  /**
   * What the engine's policy of this name should be doing; by default what the name says. For an
   * engine that was changed on purpose.
   */
  readonly policyOf?: (name: PolicyName) => Policy<unknown>;
  /** After so many divergences of any kind it ends; by default after 10 in what the engine does. */
  readonly mostDivergences?: number;
  /** Ends the run between two batches; the engine has its own signal. */
  readonly signal?: AbortSignal;
  /** Told after each configuration how many are done. */
  readonly onProgress?: (done: number, all: number) => void;
}

/** What came of checking an engine against the model in some configurations. */
export interface Held<Configuration, Divergence> {
  readonly edges: EdgeCount;
  /** NMIs that the engine was given. */
  readonly nmis: number;
  readonly seconds: number;
  readonly divergences: readonly Divergence[];
  /** Configurations that the engine cannot do; their edges count, but are not covered. */
  readonly unsupported: readonly (Configuration & { readonly reason: string })[];
  /** Why the engine could not be asked to the end: it broke. */
  readonly failure: Diagnostic | null;
  /** All edges are covered, nothing diverges and nothing failed. */
  readonly conforms: boolean;
}

const DIVERGENCES_SHOWN = 10;

/** What a campaign has come to so far. */
export class Tally<Configuration, Divergence> {
  readonly divergences: Divergence[] = [];
  readonly unsupported: (Configuration & { readonly reason: string })[] = [];
  /** So many divergences are told, at most. */
  protected readonly most: number;
  total = 0;
  covered = 0;
  nmis = 0;

  constructor(most = DIVERGENCES_SHOWN) {
    this.most = most;
  }

  get isOver(): boolean {
    return this.divergences.length >= this.most;
  }

  /** Counts the edges of the graph, by their numbers, on which the engine did as the model does. */
  cover(
    { copies, events }: { readonly copies: readonly number[]; readonly events: readonly unknown[] },
    agreed: Uint8Array,
  ): void {
    for (const [edge, isCovered] of agreed.entries()) {
      if (isCovered === 1) this.covered += at(copies, Math.floor(edge / events.length));
    }
  }
}

/**
 * Holds the engine against one configuration after the other, until it diverges too often or breaks.
 *
 * @throws what is no Diagnostic: the reason of a signal, for one
 */
export async function holdEach<Configuration, Divergence>(
  configurations: readonly Configuration[],
  tally: Tally<Configuration, Divergence>,
  hold: (configuration: Configuration) => Promise<void>,
  onProgress: CampaignOptions["onProgress"],
): Promise<Held<Configuration, Divergence>> {
  const started = performance.now();
  let failure: Diagnostic | null = null;
  try {
    for (const [index, configuration] of configurations.entries()) {
      await hold(configuration);
      onProgress?.(index + 1, configurations.length);
      if (tally.isOver) break;
    }
  } catch (error) {
    if (!(error instanceof Diagnostic)) throw error;
    failure = error;
  }
  const { total, covered, nmis, divergences, unsupported } = tally;
  return {
    edges: { total, covered },
    nmis,
    seconds: (performance.now() - started) / 1000,
    divergences,
    unsupported,
    failure,
    conforms: covered === total && divergences.length === 0 && failure === null,
  };
}
