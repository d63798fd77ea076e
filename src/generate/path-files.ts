import type { Axes } from "../../spec/path/axes.js";
import type { PolicyName } from "../../spec/policies/all.js";
import { axes, told, withAxes } from "../configuration/axes.js";
import { type NamedPlatform, namedPlatform } from "../configuration/platform.js";
import type { Model } from "../ir/model.js";
import type { CompiledModule } from "../policy/module.js";
import { widerModelOf } from "../policy/wider-module.js";
import { printConfiguration } from "../tla/configuration.js";
import { printModule, type TlaModule } from "../tla/module.js";

/**
 * The TLA+ of the whole path under a built-in policy, under names in the folder `path`: its module,
 * and on the ideal platform of the scorecard a configuration with all axes off and one for each
 * other value of each axis.
 */
export function pathFiles(policy: PolicyName): ReadonlyMap<string, string> {
  const model = widerModelOf("path", policy);
  const module = printModule(model);
  const files = new Map([[`path/${module.name}.tla`, module.text]]);
  const platform = namedPlatform("ideal");
  const machines = [
    { name: "bare", title: "all axes off", changes: [] },
    ...axes.flatMap((axis) =>
      axis.values.map((value) => ({
        name: `${axis.name}_${value.name}`,
        title: `${axis.name}=${value.name}`,
        changes: [value],
      })),
    ),
  ];
  for (const { name, title, changes } of machines) {
    const made = configuration(model, module, platform, withAxes(changes), [policy, title]);
    files.set(`path/${made.moduleName}.tla`, made.module);
    files.set(`path/${made.moduleName}_${name.replaceAll("-", "_")}.cfg`, made.cfg);
  }
  return files;
}

/**
 * The TLA+ of a policy that is told more than the core tells: the module of the whole path with it,
 * and on each platform a configuration for each value of the axis `told`.
 */
export function toldFiles(
  { name, model, module }: CompiledModule,
  platforms: readonly NamedPlatform[],
): ReadonlyMap<string, string> {
  const files = new Map([[`${module.name}.tla`, module.text]]);
  for (const platform of platforms) {
    for (const value of told.values) {
      const title = `${told.name}=${value.name}`;
      const made = configuration(model, module, platform, withAxes([value]), [name, title]);
      const stem = `${platform.name}_${value.name}`.replaceAll(/[+-]/g, "_");
      files.set(`${made.moduleName}.tla`, made.module);
      files.set(`${made.moduleName}_${stem}.cfg`, made.cfg);
    }
  }
  return files;
}

function configuration(
  model: Model,
  module: TlaModule,
  { name, chain, rips, sticky, shadow }: NamedPlatform,
  machine: Axes,
  [policy, title]: readonly [policy: string, title: string],
): ReturnType<typeof printConfiguration> {
  return printConfiguration(
    model,
    module,
    { chain, rips, sticky, shadow, ...machine },
    { kind: "invariants", names: model.invariants.map((invariant) => invariant.name) },
    `Policy ${policy}, platform ${name}, chain [${chain.join(",")}], R = ${rips}, ${title}.`,
  );
}
