import { namedPlatform, type PlatformName } from "../../src/configuration/platform.js";
import type { Model } from "../../src/ir/model.js";
import type { MutationSubject } from "../../src/mutate/campaign.js";
import { compiledBuiltIn, compiledModule } from "../../src/policy/module.js";

const compiled = new Map<string, Model>();

/** A built-in policy's model, with the places of its source. Compiled once. */
export function builtInModel(name: string): Model {
  const known = compiled.get(name) ?? compiledModule(compiledBuiltIn(name)).model;
  compiled.set(name, known);
  return known;
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
