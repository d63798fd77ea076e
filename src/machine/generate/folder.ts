import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeAtomic } from "../../base/document/write-atomic.js";
import { makeOutFolder, pathIn, requireNoLink } from "../../base/out/folder.js";
import { requireOurs } from "../../base/out/ours.js";
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

/** Tells of the beginning of a file called `name` whether it is a module, a configuration or a proof of that name. */
export function isModuleOf(name: string): (head: string) => boolean {
  const [module = ""] = name.split(".");
  if (name.endsWith(".smt2")) return (head) => head.startsWith("; Proof obligations of nmicheck");
  return (head) =>
    name.endsWith(".cfg") ? head.startsWith("\\* ") : head.includes(` MODULE ${module} `);
}

/**
 * Writes the files that are stale or missing, each at once or not at all. Strays are left alone, and
 * so is a file in the place of one of these that is something else: they may be somebody's work.
 *
 * @throws Diagnostic `out/…`
 */
export async function writeGenerated(
  folder: string,
  files: GeneratedFiles,
  drift: Drift,
): Promise<void> {
  await makeOutFolder(folder);
  for (const name of [...drift.stale, ...drift.missing]) {
    const inner = name.split("/");
    const base = inner.pop() ?? name;
    const file = pathIn(await makeOutFolder(folder, ...inner), base);
    await requireNoLink(file);
    await requireOurs(file, isModuleOf(base));
    await writeAtomic(file, files.get(name) ?? "");
  }
}

/** Whether the folder is exactly what was generated. */
export function isClean(drift: Drift): boolean {
  return drift.stale.length + drift.missing.length + drift.stray.length === 0;
}
