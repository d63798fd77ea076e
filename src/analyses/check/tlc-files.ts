import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { ExaminedRun } from "../../checkers/advisory/advisories.js";
import { reduceModel } from "../../checkers/packed/reduced/reduced-model.js";
import type { ReductionName } from "../../checkers/packed/reductions.js";
import { type CheckpointIdentity, digestOf } from "../../checkers/tlc/checkpoint.js";
import type { TlcRequest } from "../../checkers/tlc/run.js";
import type { MapPlace } from "../../checkers/tlc/tla-place.js";
import { fairnessOf, type Model } from "../../compiler/ir/model.js";
import {
  type Checked,
  printConfiguration,
  type Reduced,
} from "../../compiler/tla/configuration.js";
import {
  printMachinesModule,
  type SharedMachine,
  variablesOf,
} from "../../compiler/tla/machines.js";
import { printModule, type TlaModule } from "../../compiler/tla/module.js";
import { configurationTitle } from "../../machine/generate/configuration-title.js";
import type { NmiLivenessProperty, NmiProperty } from "../../machine/model/property-names.js";
import type { CompiledModule } from "../../machine/policy/module.js";
import type { Subject } from "../../machine/subject.js";
import { compiledOf, constantsOf } from "../../machine/subject.js";
import type { PlannedSubject } from "./plan.js";
import { recordText } from "./shared-records.js";

/** The files of one run of TLC. */
export interface TlcFiles {
  readonly module: string;
  readonly config: string;
  /** Where a line of the generated module was written in the typed model. */
  readonly mapPlace: MapPlace;
  /** What tells whether a known bug of TLC can touch the run. */
  readonly examined: Omit<ExaminedRun, "line">;
}

/** What a run of these files is of, for its checkpoint. */
export async function checkpointIdentity({
  module,
  config,
  jar,
  fingerprintIndex,
}: Pick<
  TlcRequest,
  "module" | "config" | "jar" | "fingerprintIndex"
>): Promise<CheckpointIdentity> {
  const folder = dirname(module);
  const modules = (await readdir(folder)).filter((name) => name.endsWith(".tla")).sort();
  const texts = await Promise.all(modules.map((name) => readFile(join(folder, name), "utf8")));
  return {
    model: digestOf([...modules, ...texts]),
    configuration: digestOf([await readFile(config, "utf8")]),
    jar: jar.sha256,
    fingerprintIndex,
  };
}

/**
 * Writes what TLC needs to check `properties` of a subject into a new folder of `parent`. What the
 * reductions leave out is what they leave out of the explorer's state space: TLC finds the same.
 */
export async function writeTlcFiles(
  parent: string,
  name: string,
  subject: Subject,
  compiled: CompiledModule,
  properties: readonly NmiProperty[],
  reductions: readonly ReductionName[] = [],
): Promise<TlcFiles> {
  const checked = { kind: "invariants", names: properties } as const;
  const reduced = reduceModel(compiled.model, constantsOf(subject), { reductions });
  const { model, view, hidesInvariants } = reduced;
  const module = model === compiled.model ? compiled.module : printModule(model);
  return await writeFiles(
    join(parent, name),
    subject,
    compiled,
    model,
    [module],
    checked,
    view === null ? null : { view, hidesInvariants },
  );
}

/** The name of the module of such a run: none of a model's begins so. */
const MACHINES = "MCMachines";

/** The files of one run of TLC over several machines; each must not be touched by a known bug. */
export interface MachinesFiles extends Omit<TlcFiles, "examined"> {
  readonly examined: readonly TlcFiles["examined"][];
  /** The variables of each machine, by their names in TLA+. */
  readonly variables: readonly (readonly string[])[];
}

/** Writes what TLC needs to look at all states of several machines into the new folder `folder`. */
export async function writeMachinesFiles(
  folder: string,
  planned: readonly PlannedSubject[],
): Promise<MachinesFiles> {
  const machines = await Promise.all(
    planned.map(async ({ subject, properties }): Promise<SharedMachine> => {
      const invariants = properties.map(({ property }) => property);
      const { model, module } = await compiledOf(subject, invariants);
      return {
        model,
        module,
        constants: constantsOf(subject),
        text: recordText(subject),
        invariants,
      };
    }),
  );
  const {
    module: root,
    cfg,
    beside,
  } = printMachinesModule(MACHINES, machines, "Several machines.");
  await mkdir(folder, { recursive: true });
  const modules = [...beside, root];
  for (const { name, text } of modules) await writeFile(join(folder, `${name}.tla`), text);
  const config = join(folder, `${root.name}.cfg`);
  await writeFile(config, cfg);
  const texts = modules.map(({ text }) => text);
  const models = new Set(machines.map(({ model }) => model));
  return {
    module: join(folder, `${root.name}.tla`),
    config,
    examined: [...models].map((model) => ({ model, modules: texts, config: cfg, fairness: null })),
    mapPlace: placeIn(modules),
    variables: machines.map(variablesOf),
  };
}

/** Where a line of one of the modules was written in the typed model. */
function placeIn(modules: readonly TlaModule[]): MapPlace {
  return (region) => modules.find(({ name }) => name === region.module)?.places[region.line - 1];
}

/**
 * Writes what TLC needs to check liveness, under the fairness that goes with it,
 * into the new folder `folder`.
 */
export async function writeLivenessFiles(
  folder: string,
  subject: Subject,
  compiled: CompiledModule,
  property: NmiLivenessProperty,
): Promise<TlcFiles> {
  const { model, module, liveness } = compiled;
  const fairness = fairnessOf(model, property);
  const checked = { kind: "liveness", fairness, properties: [property] } as const;
  return await writeFiles(folder, subject, compiled, model, [liveness, module], checked);
}

/**
 * @param model that the modules were printed from
 * @param modules the one to check, and those that it extends
 */
async function writeFiles(
  folder: string,
  subject: Subject,
  compiled: CompiledModule,
  model: Model,
  modules: readonly [TlaModule, ...TlaModule[]],
  checked: Checked,
  reduced: Reduced | null = null,
): Promise<TlcFiles> {
  await mkdir(folder, { recursive: true });
  const configuration = printConfiguration(
    compiled.model,
    modules[0],
    constantsOf(subject),
    checked,
    configurationTitle(compiled.name, subject.platform, subject.axes?.names),
    reduced,
  );
  const root = join(folder, `${configuration.moduleName}.tla`);
  const config = join(folder, `${configuration.moduleName}.cfg`);
  for (const { name, text } of modules) await writeFile(join(folder, `${name}.tla`), text);
  await writeFile(root, configuration.module);
  await writeFile(config, configuration.cfg);
  const fairness = checked.kind === "liveness" ? checked.fairness : null;
  return {
    module: root,
    config,
    examined: {
      model,
      modules: [...modules.map(({ text }) => text), configuration.module],
      config: configuration.cfg,
      fairness: model.liveness.find(({ name }) => name === fairness) ?? null,
    },
    mapPlace: placeIn(modules),
  };
}
