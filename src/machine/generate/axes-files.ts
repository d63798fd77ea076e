import { printConfiguration } from "../../compiler/tla/configuration.js";
import { policyInput } from "../configuration/axes.js";
import { eachAxisAlone, type NamedAxes, readAxes } from "../configuration/named-axes.js";
import { type NamedPlatform, namedPlatform } from "../configuration/platform.js";
import { type CompiledModule, type CompiledPolicy, compiledModule } from "../policy/module.js";
import { configurationTitle } from "./configuration-title.js";

/**
 * The TLA+ of each machine with one axis under a policy, under names in the folder `axes`: a module of
 * its own for each value of each axis, and its configuration on the ideal platform of the scorecard.
 */
export function axesFiles(policy: CompiledPolicy): ReadonlyMap<string, string> {
  const files = new Map<string, string>();
  const [, ...machines] = eachAxisAlone();
  for (const axes of machines) {
    const compiled = compiledModule(policy, axes);
    for (const [name, text] of machineFiles(compiled, axes, [namedPlatform("ideal")])) {
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
      return [...machineFiles(compiledModule(policy, axes), axes, platforms)];
    }),
  );
}

/** The module of a machine, and its configuration on each platform. */
export function machineFiles(
  { name: policy, model, module }: CompiledModule,
  { names, board }: NamedAxes,
  platforms: readonly NamedPlatform[],
): ReadonlyMap<string, string> {
  const files = new Map([[`${module.name}.tla`, module.text]]);
  for (const platform of platforms) {
    const { chain, rips, sticky, shadow } = platform;
    const made = printConfiguration(
      model,
      module,
      { chain, rips, sticky, shadow, ...(board === null ? {} : { cpus: board.cpus }) },
      { kind: "invariants", names: model.invariants.map((invariant) => invariant.name) },
      configurationTitle(policy, platform, names),
    );
    files.set(`${made.moduleName}.tla`, made.module);
    files.set(`${made.moduleName}_${platform.name.replace("+", "_")}.cfg`, made.cfg);
  }
  return files;
}
