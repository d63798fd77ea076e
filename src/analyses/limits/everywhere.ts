import type { Chain } from "../../../spec/platforms.js";
import { namedPlatform } from "../../machine/configuration/platform.js";
import { loadPolicy } from "../../machine/policy/load.js";
import { chainsOfTwoSlots } from "../../machine/proof/built-in-proofs.js";
import { shippedEmbedding } from "../../machine/proof/verdict-scope.js";
import { hardwareOf } from "./hardware.js";
import type { LimitsRequest } from "./limits.js";
import { seesSources } from "./observation.js";
import { type Pair, shortestPair } from "./pair.js";
import { type WalkName, walks } from "./walk.js";

/** A built-in policy that walks so. What the hardware does depends on the walk alone. */
const walker: Readonly<Record<WalkName, "none" | "v5">> = { chain: "none", seed: "v5" };

/** Why no policy is perfect on any chain that has two slots. */
export interface Everywhere {
  /** A shortest pair on each chain of two slots, with one ip. */
  readonly pairs: readonly { readonly chain: Chain; readonly pair: Pair }[];
  /** Who has proven that their runs are runs of every chain that contains theirs. */
  readonly solvers: readonly string[];
}

/**
 * Shows that no policy is perfect on any chain with two slots or more, if such an observer is on no chain
 * of two slots: every longer one contains one of these, and a run on it is one on every chain that
 * contains it, in which the same slots claim in the same NMIs. So two runs that look the same look the
 * same there. Null where a policy is perfect on one of them, where axes may single out a handler by its
 * place, where sources are seen, whose bits are not what the embedding speaks of, and where the
 * embedding is not recorded as proven of the model at hand.
 */
export async function impossibleEverywhere({
  platform: { name },
  axes,
  walk,
  observation,
}: LimitsRequest): Promise<Everywhere | null> {
  if (axes !== undefined || seesSources(observation)) return null;
  const loaded = await loadPolicy(walker[walk]);
  if (loaded.kind === "refused") return null;
  const pairs: { readonly chain: Chain; readonly pair: Pair }[] = [];
  const solvers = new Set<string>();
  for (const chain of chainsOfTwoSlots) {
    const proven = await shippedEmbedding(loaded.policy, chain);
    if (proven === null) return null;
    for (const solver of proven.solvers) solvers.add(solver);
    const platform = namedPlatform(name, chain, 1);
    const hardware = hardwareOf({ platform }, walks[walk], observation);
    const pair = shortestPair(hardware, { credit: true });
    if (pair === null) return null;
    pairs.push({ chain, pair });
  }
  return { pairs, solvers: [...solvers] };
}
