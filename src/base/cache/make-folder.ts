import { randomBytes } from "node:crypto";
import { access, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/** A folder in the making is abandoned when nobody has touched it for this many milliseconds. */
const ABANDONED = 60 * 60 * 1000;
const MARK = ".making-";

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

const causes: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full.",
  EDQUOT: "the disk quota is used up.",
  EACCES: "permission denied.",
  EPERM: "permission denied.",
  EROFS: "the file system is read-only.",
  ENOTDIR: "a part of the path is not a folder.",
};

/** Makes the caller's own diagnostic of a folder that cannot be written, and of the reason, a sentence. */
export type UnwritableDiagnostic = (folder: string, cause: string) => Error;

/**
 * Why the system refused to write, as a sentence ("the disk is full."), or undefined when the error
 * is of another kind.
 */
export function unwritableCause(error: unknown): string | undefined {
  return causes[codeOf(error)];
}

/**
 * The folder that the user knows: a path in a folder in the making, which is gone by the time that
 * somebody reads of it, becomes the one that it stands in.
 */
export function lastingFolder(path: string): string {
  const [lasting = path] = path.split(`/${MARK}`);
  return lasting;
}

/** Removes what runs that were killed have left half made. */
async function sweep(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(MARK)) continue;
    const path = join(parent, name);
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }));
    if (Date.now() - mtimeMs > ABANDONED) await rm(path, { recursive: true, force: true });
  }
}

/**
 * Makes a folder whole or not at all: `fill` writes into a new folder beside it, which then takes
 * its name. Of two that make the same one at once the first is kept, so a folder that is there is
 * finished, and is left as it is.
 *
 * @throws what `unwritable` makes when the folder cannot be written; what `fill` throws otherwise.
 */
export async function makeFolder(
  folder: string,
  fill: (making: string) => Promise<void>,
  unwritable: UnwritableDiagnostic,
): Promise<void> {
  if (await isThere(folder)) return;
  const parent = dirname(folder);
  const faultOf = (error: unknown) => {
    const cause = unwritableCause(error);
    return cause === undefined ? error : unwritable(parent, cause);
  };
  const making = join(parent, `${MARK}${basename(folder)}-${randomBytes(6).toString("hex")}`);
  try {
    await mkdir(parent, { recursive: true });
    await sweep(parent);
    await mkdir(making);
  } catch (error) {
    throw faultOf(error);
  }
  try {
    await fill(making);
    await rename(making, folder);
  } catch (error) {
    // Somebody else was first: what they made has the same content.
    if (!["ENOTEMPTY", "EEXIST"].includes(codeOf(error))) throw faultOf(error);
  } finally {
    // A child that was ended may still be writing there.
    await rm(making, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function isThere(folder: string): Promise<boolean> {
  try {
    await access(folder);
    return true;
  } catch {
    return false;
  }
}
