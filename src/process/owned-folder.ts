import { createHash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";

/*
 * Folders of a process's own, which a later process can tell from those of dead ones. The name says
 * whose it is, since a name is there from the first moment on: `nmicheck-tlc-HOST-PID-START-RANDOM`.
 * HOST stands for the machine and the process-number space (several containers may share a folder),
 * START for the moment the process began, since process numbers come again.
 */

/** Where Linux tells about processes; other systems have no such folder. */
const PROC = "/proc";

const host = createHash("sha256")
  .update(hostname())
  .update(processSpace())
  .digest("hex")
  .slice(0, 8);

function processSpace(): string {
  try {
    return readlinkSync(join(PROC, "self", "ns", "pid"));
  } catch {
    return "";
  }
}

/**
 * When a process began, in clock ticks since the machine started (field 22 of `/proc/PID/stat`, see
 * proc(5)); "0" where the system does not tell, null if there is no such process.
 */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(join(PROC, String(pid), "stat"), "utf8");
    // The second field is the program's name in parentheses, and may hold anything.
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "0";
  } catch {
    return isAlive(pid) ? "0" : null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // The process of another user may not be signalled, but it is there.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Makes a new folder of this process's own in `parent`, which must exist. */
export async function makeOwnedFolder(parent: string, purpose: string): Promise<string> {
  const start = startOf(process.pid) ?? "0";
  return await mkdtemp(join(parent, `nmicheck-${purpose}-${host}-${process.pid}-${start}-`));
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
  const name = new RegExp(`^nmicheck-${purpose}-${host}-(\\d+)-(\\d+)-\\w+$`);
  const removed: string[] = [];
  for (const entry of await readdir(parent).catch(() => [])) {
    const [, pid, start] = name.exec(entry) ?? [];
    if (pid === undefined || startOf(Number(pid)) === start) continue;
    const folder = join(parent, entry);
    const isGone = await removeOwnedFolder(folder).then(
      () => true,
      () => false,
    );
    if (isGone) removed.push(folder);
  }
  return removed;
}
