import { policyInput } from "../configuration/axes.js";
import { eachAxisAlone, readAxes } from "../configuration/named-axes.js";
import { type NamedPlatform, namedPlatform } from "../configuration/platform.js";
import { type CompiledPolicy, compiledModule } from "../policy/module.js";
import { machineFiles } from "./machine-files.js";

/**
 * The TLA+ of each machine with one axis under a policy, under names in the folder `axes`: a module of
 * its own for each value of each axis, and its configuration on the ideal platform of the scorecard.
 */
export function axesFiles(policy: CompiledPolicy): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const [, ...machines] = eachAxisAlone();
  for (const axes of machines) {
    const compiled = compiledModule(policy, axes);
    for (const [name, text] of machineFiles(compiled, axes, [namedPlatform("ideal")], "states")) {
      files.set(`axes/${name}`, text);
    }
  }
  return files;
}

/**
 * The TLA+ of a policy that is told more than every machine tells: a module for each value of the axis
 * `policy-input`, with a configuration for each platform.
 */
export function toldFiles(
  policy: CompiledPolicy,
  platforms: readonly NamedPlatform[],
): ReadonlyMap<string, string> {
  return new Map(
    policyInput.values.flatMap(({ name }) => {
      const axes = readAxes([`${policyInput.name}=${name}`]);
      return [...machineFiles(compiledModule(policy, axes), axes, platforms, "everything")];
    }),
  );
}
