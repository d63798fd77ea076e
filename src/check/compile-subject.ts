import { type CompiledModel, compileForExploration } from "../packed/compiled-model.js";
import type { ReductionName } from "../packed/reductions.js";
import { irOf } from "../policy/ir-cache.js";
import type { Subject } from "./result.js";

/** The explorer of one subject: its model, compiled over packed states. */
export async function compileSubject(
  { policy, platform }: Subject,
  reductions: readonly ReductionName[],
): Promise<CompiledModel> {
  const { chain, rips, sticky, shadow } = platform;
  return compileForExploration(await irOf(policy), { chain, rips, sticky, shadow }, { reductions });
}
