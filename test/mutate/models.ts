import type { MutationSubject } from "../../src/analyses/mutate/campaign.js";
import { type Machine, machineOf, mutantOn, withParts } from "../../src/analyses/mutate/machine.js";
import { mutate } from "../../src/analyses/mutate/mutants.js";
import type { Mutation } from "../../src/analyses/mutate/mutation.js";
import type { Model } from "../../src/compiler/ir/model.js";
import type { NamedAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform, type PlatformName } from "../../src/machine/configuration/platform.js";
import { compiledBuiltIn } from "../../src/machine/policy/compile-policy.js";

const compiled = new Map<string, Model>();

/** The model with every axis under a built-in policy, with the places of its source. Compiled once. */
export function builtInModel(name: string): Model {
  const known = compiled.get(name) ?? compiledBuiltIn(name).whole;
  compiled.set(name, known);
  return known;
}

/** Built-in policies on platforms of the scorecard, and with axes. */
export function subjectsOf(
  policies: readonly string[],
  platforms: readonly PlatformName[],
  axes?: NamedAxes,
): readonly MutationSubject[] {
  return policies.flatMap((policy) =>
    platforms.map((platform) => ({
      policy,
      whole: builtInModel(policy),
      platform: namedPlatform(platform),
      axes,
    })),
  );
}

/** The core before anything is changed. */
export function coreOf(policy: string): Machine {
  return machineOf({ policy, whole: builtInModel(policy) });
}

/** The core and its mutant, with the same parts; null where the core has nothing of what is changed. */
export function onCore(
  policy: string,
  mutation: Mutation,
): { readonly original: Model; readonly mutant: Model } | null {
  const core = coreOf(policy);
  const mutated = mutate(core.source.whole, mutation);
  const mutant = mutated === null ? null : mutantOn(core, mutated);
  if (mutant === null) return null;
  return { original: withParts(core.source, mutant.parts).model, mutant: mutant.model };
}
