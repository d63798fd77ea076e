import type { NamedAxes } from "../configuration/named-axes.js";
import type { NamedPlatform } from "../configuration/platform.js";
import type { CompiledModule } from "../policy/module.js";
import { specialisedTo } from "../policy/specialised.js";
import { printConfiguration } from "../tla/configuration.js";
import { printModule } from "../tla/module.js";
import { configurationTitle, type GeneratedFiles } from "./files.js";

/**
 * The TLA+ of one machine with axes under a policy: a module with the variables, actions and constants
 * of that machine, and a configuration for each platform.
 *
 * @param whole the whole path under the policy
 */
export function machineFiles(
  { name: policy, model: whole }: CompiledModule,
  axes: NamedAxes,
  platforms: readonly NamedPlatform[],
): GeneratedFiles {
  const model = specialisedTo(whole, policy, axes);
  const module = printModule(model);
  const names = model.invariants.map((invariant) => invariant.name);
  const files = new Map([[`${module.name}.tla`, module.text]]);
  for (const platform of platforms) {
    const { chain, rips, sticky, shadow } = platform;
    const title = configurationTitle(policy, platform, axes.names);
    const constants = { chain, rips, sticky, shadow };
    const made = printConfiguration(model, module, constants, { kind: "invariants", names }, title);
    files.set(`${made.moduleName}.tla`, made.module);
    files.set(`${made.moduleName}_${platform.name.replace("+", "_")}.cfg`, made.cfg);
  }
  return files;
}
