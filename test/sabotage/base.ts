import { checkByExplorer } from "../../src/analyses/check/explorer.js";
import type { CheckResult } from "../../src/analyses/check/result.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import type { NmiProperty } from "../../src/machine/model/property-names.js";
import type { Subject } from "../../src/machine/subject.js";
import { loadedPolicy } from "../check/loaded-policy.js";

/** Of every kind: some hold, others are violated, on machines that share one platform object. */
export const properties: readonly NmiProperty[] = ["NoFalseSwallow", "NoMasked", "NoStranded"];

/** Machines of two policies on one platform object. */
export async function baseSubjects(): Promise<readonly Subject[]> {
  const platform = namedPlatform("ideal", [1], 1);
  const mainline = await loadedPolicy("mainline");
  return [
    ...[[], ["handler-quirk=no-ack"], ["lvtpc=forgotten"]].map((names) => ({
      policy: mainline,
      platform,
      axes: readAxes(names),
    })),
    { policy: await loadedPolicy("v5"), platform, axes: readAxes(["lvtpc=forgotten"]) },
  ];
}

/** The true answers to every property of the base subjects. */
export async function baseAnswers(): Promise<readonly CheckResult[]> {
  const answers: CheckResult[] = [];
  for (const subject of await baseSubjects()) {
    answers.push(...(await checkByExplorer(subject, { properties, version: "0" })));
  }
  return answers;
}
