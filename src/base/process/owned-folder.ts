import { mkdtemp, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { ownedFolderPrefix } from "./folders-of-process.js";
import { guardFoldersIn } from "./guard.js";
import { processHost, processStart } from "./process-identity.js";

/*
 * Folders of a process's own, which a later process can tell from those of dead ones. The name says
 * whose it is, since a name is there from the first moment on: `nmicheck-tlc-HOST-PID-START-RANDOM`.
 * HOST stands for the machine and the process-number space (several containers may share a folder),
 * START for the moment the process began, since process numbers come again.
 */

/**
 * Makes a new folder of this process's own in `parent`, which must exist. If this process ends first,
 * and has had children, the guard removes it.
 */
export async function makeOwnedFolder(parent: string, purpose: string): Promise<string> {
  const start = processStart(process.pid) ?? "0";
  guardFoldersIn(parent);
  return await mkdtemp(join(parent, ownedFolderPrefix(purpose, { pid: process.pid, start })));
}

/** Removes the folder and everything in it; one that is gone already is no mistake. */
export async function removeOwnedFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 });
}

/**
 * Removes the folders in `parent` that processes of this machine left when they were killed.
 * A folder that cannot be removed (another user's) stays.
 *
 * Returns the paths of the folders it removed.
 */
export async function sweepOrphans(parent: string, purpose: string): Promise<readonly string[]> {
  const name = new RegExp(`^nmicheck-${purpose}-${processHost}-(\\d+)-(\\d+)-\\w+$`);
  const removed: string[] = [];
  for (const entry of await readdir(parent).catch(() => [])) {
    const [, pid, start] = name.exec(entry) ?? [];
    if (pid === undefined || processStart(Number(pid)) === start) continue;
    const folder = join(parent, entry);
    const isGone = await removeOwnedFolder(folder).then(
      () => true,
      () => false,
    );
    if (isGone) removed.push(folder);
  }
  return removed;
}
