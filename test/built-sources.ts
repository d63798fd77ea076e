import { dirname, join, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vitest/config";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "dist");
const sources = ["spec", "src"].map((folder) => join(root, folder) + sep);

/** What of `dist/` vitest leaves to Node: the modules of `builtSources`. */
export const builtModules: RegExp = /\/dist\/(spec|src)\//;

/**
 * Has tests import what the build made of our sources (`test/built.ts`), which Node loads as it
 * stands, in place of sources that vitest transforms for each run. Under watch, where nothing is
 * built again, they stay the sources.
 */
export function builtSources(): Plugin {
  let isWatched = false;
  return {
    name: "built-sources",
    enforce: "pre",
    configureVitest({ vitest }) {
      isWatched = vitest.config.watch;
    },
    resolveId(specifier, importer) {
      const isOurs = specifier.startsWith(".") && specifier.endsWith(".js");
      if (isWatched || importer === undefined || !isOurs) return null;
      const file = resolve(dirname(importer), specifier);
      if (!sources.some((folder) => file.startsWith(folder))) return null;
      return { id: join(dist, file.slice(root.length + 1)), external: true };
    },
  };
}
