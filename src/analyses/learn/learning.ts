import type { Engine } from "../../engines/engine.js";
import type { NamedPlatform } from "../../machine/configuration/platform.js";
import type { LoadedPolicy } from "../../machine/policy/load.js";
import type { Mealy } from "./automaton/mealy.js";
import type { Phases } from "./phases.js";
import type { PlacedPolicy } from "./places/placed-policy.js";

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
export type Written = {
  /** For each phase what the kernel keeps in `swallow_nmi`, where it tells. */
  readonly swallowNmi: readonly (boolean | undefined)[];
} & (
  | { readonly kind: "plain"; readonly phases: Phases }
  /** It remembers where NMIs were. */
  | { readonly kind: "placed"; readonly policy: PlacedPolicy }
);

/** A policy that was learned, and how it is known to be the code's. */
export interface Learning {
  readonly written: Written;
  readonly machine: Mealy<string>;
  readonly loaded: LoadedPolicy;
  /** NMIs that the engine was given to learn it, and to run every edge. */
  readonly nmis: { readonly learning: number; readonly edges: number };
  /** The code is the machine if it has at most so many states more. */
  readonly extraStates: number;
  /** Where every edge of the model's state graph was run. */
  readonly platform: NamedPlatform;
  /** Edges of that graph. */
  readonly edges: number;
  readonly seconds: number;
}
