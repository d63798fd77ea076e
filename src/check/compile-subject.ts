import { type CompiledModel, compileForExploration } from "../packed/compiled-model.js";
import type { HashCompaction } from "../packed/hash-compaction.js";
import type { ReductionName } from "../packed/reductions.js";
import { constantsOf, irOfSubject } from "./machine.js";
import type { Subject } from "./result.js";

/** The explorer of one subject: its model, compiled over packed states. */
export async function compileSubject(
  subject: Subject,
  reductions: readonly ReductionName[],
  hashCompaction?: HashCompaction,
): Promise<CompiledModel> {
  return compileForExploration(await irOfSubject(subject), constantsOf(subject), {
    reductions,
    hashCompaction,
  });
}
