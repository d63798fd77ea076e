import { policyNames } from "../../../spec/policies/all.js";
import { configurationModuleName } from "../../compiler/tla/configuration.js";
import { printMachinesModule, type SharedMachine } from "../../compiler/tla/machines.js";
import { type NamedPlatform, namedPlatform, platformNames } from "../configuration/platform.js";
import { type CompiledModule, compiledBuiltIn, compiledModule } from "../policy/module.js";
import { axesFiles } from "./axes-files.js";
import { configurationTitle } from "./configuration-title.js";
import { machineFiles } from "./machine-files.js";
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
  return new Map([
    ...machineFiles(policy, null, platforms, "everything"),
    ...machinesFiles(policy, platforms),
  ]);
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
 * @throws Diagnostic of the compiler, the first one, when the typed model itself does not compile
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
