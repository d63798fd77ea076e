import type { PolicyName } from "../../spec/policies/all.js";
import { axes, withAxes } from "../configuration/axes.js";
import { namedPlatform } from "../configuration/platform.js";
import { widerModelOf } from "../policy/wider-module.js";
import { printConfiguration } from "../tla/configuration.js";
import { printModule } from "../tla/module.js";

/**
 * The TLA+ of the whole path under a built-in policy, under names in the folder `path`: its module,
 * and on the ideal platform of the scorecard a configuration with all axes off and one for each
 * other value of each axis.
 */
export function pathFiles(policy: PolicyName): ReadonlyMap<string, string> {
  const model = widerModelOf("path", policy);
  const module = printModule(model);
  const files = new Map([[`path/${module.name}.tla`, module.text]]);
  const { chain, rips, sticky, shadow } = namedPlatform("ideal");
  const names = model.invariants.map((invariant) => invariant.name);
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
    const {
      moduleName,
      module: root,
      cfg,
    } = printConfiguration(
      model,
      module,
      { chain, rips, sticky, shadow, ...withAxes(changes) },
      { kind: "invariants", names },
      `Policy ${policy}, platform ideal, chain [${chain.join(",")}], R = ${rips}, ${title}.`,
    );
    files.set(`path/${moduleName}.tla`, root);
    files.set(`path/${moduleName}_${name.replaceAll("-", "_")}.cfg`, cfg);
  }
  return files;
}
