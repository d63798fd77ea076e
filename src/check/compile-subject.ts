import { type CompiledModel, compileForExploration } from "../packed/compiled-model.js";
import type { HashCompaction } from "../packed/hash-compaction.js";
import type { ReductionName } from "../packed/reductions.js";
import { irOf } from "../policy/ir-cache.js";
import type { Subject } from "./result.js";

/** The explorer of one subject: its model, compiled over packed states. */
export async function compileSubject(
  { policy, platform }: Subject,
  reductions: readonly ReductionName[],
  hashCompaction?: HashCompaction,
): Promise<CompiledModel> {
  const { chain, rips, sticky, shadow } = platform;
  const constants = { chain, rips, sticky, shadow };
  return compileForExploration(await irOf(policy), constants, { reductions, hashCompaction });
}
