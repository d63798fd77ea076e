import { policyNames } from "../../../spec/policies/all.js";
import { configurationModuleName } from "../../compiler/tla/configuration.js";
import { printMachinesModule, type SharedMachine } from "../../compiler/tla/machines.js";
import { type NamedPlatform, namedPlatform, platformNames } from "../configuration/platform.js";
import { compiledBuiltIn } from "../policy/compile-policy.js";
import { type CompiledPolicy, compiledModule } from "../policy/module.js";
import { axesFiles } from "./axes-files.js";
import { configurationTitle } from "./configuration-title.js";
import { machineFiles, type PrintedMachine } from "./machine-files.js";
import { ASKS_FOR_ALL, openCore, policyModule } from "./open-policy.js";
import { proofFiles } from "./proof-files.js";
import { smpFiles } from "./smp-files.js";

/** The generated files by their names: what `generated/` must hold, no more and no less. */
export type GeneratedFiles = ReadonlyMap<string, string>;

/** The platforms of the scorecard, with its chain and number of ips. */
export const scorecardPlatforms: readonly NamedPlatform[] = platformNames.map((name) =>
  namedPlatform(name),
);

/**
 * The TLA+ of the core under one policy: the module of the core, which leaves the policy open, and that
 * of the policy; their configurations for each platform; and a module with which one run looks at all
 * platforms. A policy that does not stand alone (`policyModule`) has the core in a module of its own.
 */
export function policyFiles(
  policy: CompiledPolicy,
  platforms: readonly NamedPlatform[] = scorecardPlatforms,
): GeneratedFiles {
  const core = openCore(compiledBuiltIn(ASKS_FOR_ALL).whole);
  const bundle = policyModule(policy, core);
  const machine: PrintedMachine =
    bundle === null ? compiledModule(policy) : { name: policy.name, ...core, bundle };
  return new Map([
    ...machineFiles(machine, null, platforms, "everything"),
    ...machinesFiles(machine, platforms),
  ]);
}

/** The module for one run over all platforms, and its configuration. */
function machinesFiles(
  { name: policy, model, module, bundle }: PrintedMachine,
  platforms: readonly NamedPlatform[],
): GeneratedFiles {
  const name = configurationModuleName(`${(bundle?.module ?? module).name}Machines`);
  const machines = platforms.map((platform): SharedMachine => {
    const { chain, rips, sticky, shadow } = platform;
    return {
      model,
      module,
      ...(bundle !== undefined && { bundle }),
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
      ...policyFiles(policy),
      ...proofFiles(name),
      // The others differ in the policy's own lines: `generate --policy` prints them.
      ...(name === "mainline" ? [...axesFiles(policy), ...smpFiles(name)] : []),
    ]) {
      files.set(file, text);
    }
  }
  return files;
}
