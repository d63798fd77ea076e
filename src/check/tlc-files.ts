import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { NmiProperty } from "../explore/nmi-model.js";
import { configurationTitle } from "../generate/files.js";
import type { CompiledPolicy } from "../policy/module.js";
import { printConfiguration } from "../tla/configuration.js";
import type { MapPlace } from "../tlc/tla-place.js";
import type { Subject } from "./result.js";

/** The files of one run of TLC. */
export interface TlcFiles {
  readonly module: string;
  readonly config: string;
  /** Where a line of the generated module was written in the typed model. */
  readonly mapPlace: MapPlace;
}

/** Writes what TLC needs to check `properties` of a subject into a new folder of `parent`. */
export async function writeTlcFiles(
  parent: string,
  name: string,
  subject: Subject,
  compiled: CompiledPolicy,
  properties: readonly NmiProperty[],
): Promise<TlcFiles> {
  const folder = join(parent, name);
  await mkdir(folder, { recursive: true });
  const { chain, rips, sticky, shadow } = subject.platform;
  const { module } = compiled;
  const configuration = printConfiguration(
    compiled.model,
    module,
    { chain, rips, sticky, shadow },
    { kind: "invariants", names: properties },
    configurationTitle(compiled.name, subject.platform),
  );
  const root = join(folder, `${configuration.moduleName}.tla`);
  const config = join(folder, `${configuration.moduleName}.cfg`);
  await writeFile(join(folder, `${module.name}.tla`), module.text);
  await writeFile(root, configuration.module);
  await writeFile(config, configuration.cfg);
  return {
    module: root,
    config,
    mapPlace: (region) =>
      region.module === module.name ? module.places[region.line - 1] : undefined,
  };
}
