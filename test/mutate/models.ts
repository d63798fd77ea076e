import { namedPlatform, type PlatformName } from "../../src/configuration/platform.js";
import type { Model } from "../../src/ir/model.js";
import type { MutationSubject } from "../../src/mutate/campaign.js";
import { builtInPolicyFile, compilePolicy } from "../../src/policy/module.js";

const compiled = new Map<string, Model>();

/** A built-in policy's model, with the places of its source. Compiled once. */
export function builtInModel(name: string): Model {
  const known = compiled.get(name);
  if (known !== undefined) return known;
  const result = compilePolicy(builtInPolicyFile(name));
  if (result.kind === "refused") throw result.faults[0] ?? new Error(`${name} does not compile`);
  compiled.set(name, result.policy.model);
  return result.policy.model;
}

/** Built-in policies on platforms of the scorecard. */
export function subjectsOf(
  policies: readonly string[],
  platforms: readonly PlatformName[],
): readonly MutationSubject[] {
  return policies.flatMap((policy) =>
    platforms.map((platform) => ({
      policy,
      model: builtInModel(policy),
      platform: namedPlatform(platform),
    })),
  );
}
