import { policies } from "../../spec/policies/all.js";
import { explore } from "../../src/checkers/explore/breadth-first.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { nmiModel } from "../../src/machine/model/nmi-model.js";
import type { NmiProperty } from "../../src/machine/model/property-names.js";
import { buildTrace } from "../../src/machine/trace/build.js";
import type { CpuTrace } from "../../src/machine/trace/schema.js";

/** The shortest counterexample to a property, under `mainline` or `v5` on the ideal platform. */
export async function counterexample(
  policy: "none" | "v5" | "mainline",
  property: NmiProperty,
): Promise<CpuTrace> {
  const platform = namedPlatform("ideal");
  const { answers } = await explore(nmiModel({ policy: policies[policy], platform }), {
    properties: [property],
  });
  const answer = answers.get(property);
  if (answer?.answer !== "violated") throw new Error(`${property} is not violated`);
  const origin = {
    nmicheck: "0.1.0",
    model: { name: "NMI", sha256: "0".repeat(64) },
    policy: { name: policy, builtIn: true },
    platform,
    property,
  };
  return buildTrace(origin, answer.path);
}
