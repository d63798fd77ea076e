import { existsSync } from "node:fs";
import { dirname, join, parse } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * The folder that holds the project's `package.json`, found upwards from the module at `moduleUrl`:
 * the same one from `src/…` as from `dist/src/…`.
 *
 * @throws Error when no folder above has one: the package is not whole.
 */
export function packageRootOf(moduleUrl: string): string {
  const here = fileURLToPath(moduleUrl);
  const top = parse(here).root;
  for (let folder = dirname(here); folder !== top; folder = dirname(folder)) {
    if (existsSync(join(folder, "package.json"))) return folder;
  }
  throw new Error(`no package.json above ${here}`);
}

/** The root folder of the running package. */
export const packageRoot: string = packageRootOf(import.meta.url);
