import { lstat, mkdir } from "node:fs/promises";
import { join } from "node:path";
import { whyUnwritable } from "../cache/unwritable.js";
import { errorCode, reasonOf } from "../diagnostic/system-error.js";
import { badFileName, isLink, noFolder } from "./diagnostics.js";

/**
 * Makes the folder that the user named, and in it the folder `inner`, each in the one before it. The
 * folder itself may be a link, since the user has named it; what is in it may not.
 *
 * @returns the innermost folder
 * @throws Diagnostic `out/no-folder`, `out/file-name`, `out/link`
 */
export async function makeOutFolder(folder: string, ...inner: readonly string[]): Promise<string> {
  await make(folder);
  let innermost = folder;
  for (const name of inner) {
    innermost = pathIn(innermost, name);
    await requireNoLink(innermost);
    await make(innermost);
  }
  return innermost;
}

async function make(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    // Of a file system that is read-only Node says so.
    const why = errorCode(error) === "ENOENT" ? await whyUnwritable(folder) : null;
    throw noFolder(folder, why ?? reasonOf(error), error);
  }
}

/**
 * The path of the file, or folder, called `name` in `folder`.
 *
 * @throws Diagnostic `out/file-name` if that leads out of the folder
 */
export function pathIn(folder: string, name: string): string {
  const isPlain = name !== "" && name !== "." && name !== ".." && !/[/\\\0]/.test(name);
  if (!isPlain) throw badFileName(name, folder);
  return join(folder, name);
}

/** @throws Diagnostic `out/link` if there is a link at `path`, wherever that leads */
export async function requireNoLink(path: string): Promise<void> {
  // What cannot be looked at cannot be written either, and that is told then.
  const found = await lstat(path).catch(() => null);
  if (found?.isSymbolicLink() === true) throw isLink(path);
}
