import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { packageRoot } from "../package/root.js";

const dist = join(packageRoot, "dist");

let known: string | null = null;

/**
 * Which programs these are: SHA-256 over all that they were built from, which the build leaves behind as
 * its last act. Whether they are still what it left, `doctor` tells by `programsAsBuilt`: to read them all
 * takes longer than a kept answer does.
 */
export function buildDigest(): string {
  known ??= recorded(dist, ".build-digest") ?? programsDigest(dist);
  return known;
}

/** Whether the programs in `folder` are what the build left there; null where it has left no record. */
export function programsAsBuilt(folder = dist): boolean | null {
  const built = recorded(folder, ".programs-digest");
  return built === null ? null : built === programsDigest(folder);
}

/** SHA-256 over the names and the content of the programs in a folder. */
export function programsDigest(folder: string): string {
  const hash = createHash("sha256");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(js|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) {
    hash.update(`${relative(folder, file)}\0`);
    hash.update(readFileSync(file));
  }
  return hash.digest("hex");
}

function recorded(folder: string, name: string): string | null {
  try {
    const text = readFileSync(join(folder, name), "utf8");
    return /^[0-9a-f]{64}$/.test(text) ? text : null;
  } catch {
    return null;
  }
}
