import { type CompiledModel, compileForExploration } from "../../checkers/packed/compiled-model.js";
import type { ReductionName } from "../../checkers/packed/reductions.js";
import type { NmiProperty } from "../../machine/model/property-names.js";
import type { Subject } from "../../machine/subject.js";
import { constantsOf, irOfSubject } from "../../machine/subject.js";

/** The explorer of one subject: its model, compiled over packed states. */
export async function compileSubject(
  subject: Subject,
  properties: readonly NmiProperty[],
  reductions: readonly ReductionName[],
): Promise<CompiledModel> {
  return compileForExploration(await irOfSubject(subject, properties), constantsOf(subject), {
    reductions,
  });
}
