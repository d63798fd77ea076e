import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { readMuseum } from "../../src/analyses/museum/document.js";
import type { MuseumRow } from "../../src/analyses/museum/survey.js";
import { packageRoot } from "../../src/base/package/root.js";

/** A file of the project. */
export function fileOf(...path: readonly string[]): Promise<string> {
  return readFile(join(packageRoot, ...path), "utf8");
}

/** The rows of `data/museum.json`. */
export async function recordedRows(): Promise<readonly MuseumRow[]> {
  return readMuseum(await fileOf("data", "museum.json"));
}
