import { policyNames } from "../../../spec/policies/all.js";
import {
  type Checked,
  configurationModuleName,
  printConfiguration,
} from "../../compiler/tla/configuration.js";
import { printMachinesModule, type SharedMachine } from "../../compiler/tla/machines.js";
import type { TlaModule } from "../../compiler/tla/module.js";
import { type NamedPlatform, namedPlatform, platformNames } from "../configuration/platform.js";
import { type CompiledModule, compiledBuiltIn, compiledModule } from "../policy/module.js";
import { axesFiles } from "./axes-files.js";
import { configurationTitle } from "./configuration-title.js";
import { proofFiles } from "./proof-files.js";
import { smpFiles } from "./smp-files.js";

/** The generated files by their names: what `generated/` must hold, no more and no less. */
export type GeneratedFiles = ReadonlyMap<string, string>;

/** The platforms of the scorecard, with its chain and number of ips. */
export const scorecardPlatforms: readonly NamedPlatform[] = platformNames.map((name) =>
  namedPlatform(name),
);

/**
 * The TLA+ of one policy: its modules, and their configurations for each platform; and a module with
 * which one run looks at all platforms.
 */
export function policyFiles(
  policy: CompiledModule,
  platforms: readonly NamedPlatform[] = scorecardPlatforms,
): GeneratedFiles {
  const { model, module, liveness } = policy;
  const files = new Map([module, liveness].map(({ name, text }) => [`${name}.tla`, text]));
  const invariants = model.invariants.map((invariant) => invariant.name);
  for (const platform of platforms) {
    const { name, chain, rips, sticky, shadow } = platform;
    const add = (of: TlaModule, checked: Checked, prefix = ""): void => {
      const title = configurationTitle(policy.name, platform);
      const constants = { chain, rips, sticky, shadow };
      const made = printConfiguration(model, of, constants, checked, title);
      files.set(`${made.moduleName}.tla`, made.module);
      files.set(`${made.moduleName}_${prefix}${name.replace("+", "_")}.cfg`, made.cfg);
    };
    add(module, { kind: "invariants", names: invariants });
    for (const fairness of model.liveness) {
      const properties = fairness.properties.map((property) => property.name);
      const checked = { kind: "liveness", fairness: fairness.name, properties } as const;
      add(liveness, checked, `${fairness.name}_`);
    }
  }
  for (const [name, text] of machinesFiles(policy, platforms)) files.set(name, text);
  return files;
}

/** The module for one run over all platforms, and its configuration. */
function machinesFiles(
  { name: policy, model, module }: CompiledModule,
  platforms: readonly NamedPlatform[],
): GeneratedFiles {
  const name = configurationModuleName(`${module.name}Machines`);
  const machines = platforms.map((platform): SharedMachine => {
    const { chain, rips, sticky, shadow } = platform;
    return {
      model,
      module,
      constants: { chain, rips, sticky, shadow },
      text: configurationTitle(policy, platform),
      invariants: model.invariants.map((invariant) => invariant.name),
    };
  });
  const made = printMachinesModule(name, machines, `Policy ${policy}, all platforms in one run.`);
  return new Map([
    [`${name}.tla`, made.module.text],
    [`${name}.cfg`, made.cfg],
  ]);
}

/**
 * Everything that belongs into `generated/`, compiled from the typed model as it is now.
 *
 * @throws Fault of the compiler, the first one, when the typed model itself does not compile
 */
export function generatedFiles(): GeneratedFiles {
  const files = new Map<string, string>();
  for (const name of policyNames) {
    const policy = compiledBuiltIn(name);
    for (const [file, text] of [
      ...policyFiles(compiledModule(policy)),
      ...proofFiles(name),
      // The others differ in the policy's own lines: `generate --policy` prints them.
      ...(name === "mainline" ? [...axesFiles(policy), ...smpFiles(name)] : []),
    ]) {
      files.set(file, text);
    }
  }
  return files;
}
