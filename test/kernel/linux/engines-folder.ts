import { mkdtemp, readdir, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cacheFolder } from "../../../src/base/cache/folder.js";
import { buildLinuxEngine } from "../../../src/engines/linux/build.js";
import type { Instrument } from "../../../src/engines/linux/gcc.js";
import { provisionTree } from "../../../src/engines/linux/provision.js";

/**
 * A folder for engines that a test builds, to be removed by it. What all engines are linked with is there
 * already: the user's cache has it, and to compile it takes four times as long as all the rest.
 */
export async function enginesFolder(...instruments: readonly Instrument[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "nmicheck-engines-"));
  await linkParts(folder, instruments);
  return folder;
}

/** Puts into a folder of engines what all engines are linked with. */
export async function linkParts(
  folder: string,
  instruments: readonly Instrument[] = [],
): Promise<void> {
  const tree = await provisionTree("6.12");
  for (const instrument of ["none", ...instruments] as const) {
    await buildLinuxEngine(tree, { policies: ["mainline"], instrument });
  }
  const cache = cacheFolder("linux", "engines");
  const parts = (await readdir(cache)).filter((name) => /^parts-\w+$/.test(name));
  for (const name of parts) await symlink(join(cache, name), join(folder, name));
}
