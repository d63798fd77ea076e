import { createRequire } from "node:module";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { packageRootOf } from "./root.js";

/**
 * Where each asset comes from: the package, a development dependency, that `scripts/build.js` copies
 * it from; null where the build makes it.
 */
const sources = {
  "tree-sitter-tlaplus.wasm": "@tlaplus/tree-sitter-tlaplus/tree-sitter-tlaplus.wasm",
  "report-page.js": null,
  "report-page.css": null,
  "play-page.js": null,
  "play-page.css": null,
  "well-typed.json": null,
} as const;

/** A file that is read at run time and is not JavaScript. */
export type AssetName = keyof typeof sources;

/**
 * The path of an asset for the module at `moduleUrl`. The built package carries its own copy in
 * `dist/assets`; in the source tree it is read from the package it comes from, unless it is built.
 */
export function assetPathFrom(moduleUrl: string, name: AssetName): string {
  const dist = join(packageRootOf(moduleUrl), "dist");
  const isBuilt = fileURLToPath(moduleUrl).startsWith(dist + sep);
  const source = sources[name];
  return isBuilt || source === null
    ? join(dist, "assets", name)
    : createRequire(moduleUrl).resolve(source);
}

/** The path of an asset for the running package. */
export function assetPath(name: AssetName): string {
  return assetPathFrom(import.meta.url, name);
}
