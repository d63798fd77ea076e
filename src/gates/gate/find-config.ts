import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { noConfig } from "./diagnostics.js";

/** The name of the file with the gates of a project. */
export const CONFIG_FILE = "nmicheck.config.ts";

/**
 * The config of the project that `folder` belongs to: in it, or in the nearest folder above.
 *
 * @throws Diagnostic `gate/no-config`
 */
export function findConfig(folder: string): string {
  const nearest = nearestConfig(folder);
  if (nearest === null) throw noConfig(folder);
  return nearest;
}

/** The same; null if there is none. */
export function nearestConfig(folder: string): string | null {
  for (let at = resolve(folder); ; at = dirname(at)) {
    const file = join(at, CONFIG_FILE);
    if (existsSync(file)) return file;
    if (dirname(at) === at) return null;
  }
}
