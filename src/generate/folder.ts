import { mkdir, readdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import writeFileAtomic from "write-file-atomic";
import type { GeneratedFiles } from "./files.js";

/** How a folder differs from what was generated. */
export interface Drift {
  /** Files whose text is another. */
  readonly stale: readonly string[];
  /** Files that are not there. */
  readonly missing: readonly string[];
  /** Files that nothing generates. */
  readonly stray: readonly string[];
}

async function filesIn(folder: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
      .sort();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

/** Compares `folder` with `files`, to the byte. A folder that does not exist is an empty one. */
export async function findDrift(folder: string, files: GeneratedFiles): Promise<Drift> {
  const present = await filesIn(folder);
  const stale: string[] = [];
  for (const name of present) {
    const expected = files.get(name);
    if (expected !== undefined && (await readFile(join(folder, name), "utf8")) !== expected) {
      stale.push(name);
    }
  }
  return {
    stale,
    missing: [...files.keys()].filter((name) => !present.includes(name)).sort(),
    stray: present.filter((name) => !files.has(name)),
  };
}

/**
 * Writes the files that are stale or missing, each at once or not at all. Strays are left alone:
 * they may be somebody's work.
 */
export async function writeGenerated(
  folder: string,
  files: GeneratedFiles,
  drift: Drift,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of [...drift.stale, ...drift.missing]) {
    await mkdir(join(folder, dirname(name)), { recursive: true });
    await writeFileAtomic(join(folder, name), files.get(name) ?? "");
  }
}

/** Whether the folder is exactly what was generated. */
export function isClean(drift: Drift): boolean {
  return drift.stale.length + drift.missing.length + drift.stray.length === 0;
}
