import type { BundleModule } from "../../compiler/tla/bundle-module.js";
import { type Checked, printConfiguration } from "../../compiler/tla/configuration.js";
import type { TlaModule } from "../../compiler/tla/module.js";
import type { NamedAxes } from "../configuration/named-axes.js";
import type { NamedPlatform } from "../configuration/platform.js";
import type { CompiledModule } from "../policy/module.js";
import { configurationTitle } from "./configuration-title.js";

/** A machine under a policy as modules: of the machine and, if that leaves it open, of the policy. */
export interface PrintedMachine
  extends Pick<CompiledModule, "name" | "model" | "module" | "liveness"> {
  readonly bundle?: BundleModule;
}

/**
 * The module of a machine, that of its policy if it leaves that open, and its configuration on each platform, by the names of the files.
 *
 * @param axes what the machine has beside the core
 * @param asks what is asked of it: its states alone, or what must happen eventually as well, in a
 * module of its own
 */
export function machineFiles(
  { name: policy, model, module, liveness, bundle }: PrintedMachine,
  axes: NamedAxes | null,
  platforms: readonly NamedPlatform[],
  asks: "states" | "everything",
): ReadonlyMap<string, string> {
  const modules = [
    module,
    ...(asks === "everything" ? [liveness] : []),
    ...(bundle === undefined ? [] : [bundle.module]),
  ];
  const files = new Map(modules.map(({ name, text }) => [`${name}.tla`, text]));
  const invariants = model.invariants.map((invariant) => invariant.name);
  const board = axes?.board ?? null;
  for (const platform of platforms) {
    const { chain, rips, sticky, shadow } = platform;
    const constants = {
      chain,
      rips,
      sticky,
      shadow,
      ...(board === null ? {} : { cpus: board.cpus }),
    };
    const title = configurationTitle(policy, platform, axes?.names);
    const add = (of: TlaModule, checked: Checked, prefix = ""): void => {
      const made = printConfiguration(model, of, constants, checked, title, null, bundle);
      files.set(`${made.moduleName}.tla`, made.module);
      files.set(`${made.moduleName}_${prefix}${platform.name.replace("+", "_")}.cfg`, made.cfg);
    };
    add(module, { kind: "invariants", names: invariants });
    if (asks === "states") continue;
    for (const fairness of model.liveness) {
      const properties = fairness.properties.map((property) => property.name);
      const checked = { kind: "liveness", fairness: fairness.name, properties } as const;
      add(liveness, checked, `${fairness.name}_`);
    }
  }
  return files;
}
