import { policyNames } from "../../spec/policies/all.js";
import { type NamedPlatform, namedPlatform, platformNames } from "../configuration/platform.js";
import { builtInPolicyFile, type CompiledPolicy, compilePolicy } from "../policy/module.js";
import { printConfiguration } from "../tla/configuration.js";
import { modelRefused } from "./faults.js";

/** The generated files by their names: what `generated/` must hold, no more and no less. */
export type GeneratedFiles = ReadonlyMap<string, string>;

/** The heading of a configuration: what it is a configuration of. */
export function configurationTitle(policy: string, platform: NamedPlatform): string {
  return `Policy ${policy}, platform ${platform.name}, chain [${platform.chain.join(",")}], R = ${platform.rips}.`;
}

/** The TLA+ of one policy: its module, and a configuration for each platform of the scorecard. */
export function policyFiles(policy: CompiledPolicy): GeneratedFiles {
  const files = new Map([[`${policy.module.name}.tla`, policy.module.text]]);
  const invariants = policy.model.invariants.map((invariant) => invariant.name);
  for (const name of platformNames) {
    const platform = namedPlatform(name);
    const { chain, rips, sticky, shadow } = platform;
    const configuration = printConfiguration(
      policy.model,
      policy.module,
      { chain, rips, sticky, shadow },
      invariants,
      configurationTitle(policy.name, platform),
    );
    files.set(`${configuration.moduleName}.tla`, configuration.module);
    files.set(`${configuration.moduleName}_${name.replace("+", "_")}.cfg`, configuration.cfg);
  }
  return files;
}

/**
 * Everything that belongs into `generated/`, compiled from the typed model as it is now.
 *
 * @throws Fault of the compiler, the first one, when the typed model itself does not compile
 */
export function generatedFiles(): GeneratedFiles {
  const files = new Map<string, string>();
  for (const name of policyNames) {
    const result = compilePolicy(builtInPolicyFile(name));
    if (result.kind === "refused") {
      throw result.faults[0] ?? modelRefused(name);
    }
    for (const [file, text] of policyFiles(result.policy)) files.set(file, text);
  }
  return files;
}
