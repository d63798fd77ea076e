import type { TlcOutcome } from "../../src/checkers/tlc/outcome.js";
import type { Model } from "../../src/compiler/ir/model.js";
import { type ConstantValue, printConfiguration } from "../../src/compiler/tla/configuration.js";
import { printLivenessModule } from "../../src/compiler/tla/liveness.js";
import { printModule } from "../../src/compiler/tla/module.js";
import { outcomeOn, writtenSources } from "../tlc/written-sources.js";

/** What TLC says of one liveness property, in a run of its own. */
export async function tlcLiveness(
  model: Model,
  property: string,
  constants: Readonly<Record<string, ConstantValue>> = {},
): Promise<Extract<TlcOutcome, { kind: "success" | "temporal" }>> {
  const base = printModule(model);
  const module = printLivenessModule(model, base);
  const fairness = model.liveness.find(({ properties }) =>
    properties.some(({ name }) => name === property),
  );
  if (fairness === undefined) throw new Error(`nobody asks for ${property}`);
  const checked = { kind: "liveness", fairness: fairness.name, properties: [property] } as const;
  const configuration = printConfiguration(model, module, constants, checked, property);
  const outcome = await outcomeOn(writtenSources([base, module], configuration), {
    temporal: true,
  });
  if (outcome.kind === "failed") throw outcome.diagnostic;
  if (outcome.kind !== "success" && outcome.kind !== "temporal") {
    throw new Error(`TLC found the model ${outcome.kind}`);
  }
  return outcome;
}
