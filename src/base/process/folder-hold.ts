import { randomBytes, randomInt } from "node:crypto";
import { rmSync, writeFileSync } from "node:fs";
import { mkdir, readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type FolderUser, folderInUse } from "./diagnostics.js";
import { processHost, processStart } from "./process-identity.js";

/*
 * A folder that one process at a time works on. Whoever works on it leaves a mark beside it: an empty
 * file that says in its name who it is, `FOLDER.used-HOST-PID-START-RANDOM`, so that the mark of a
 * process that was killed is known as such. First comes the own mark, and then a look at those of
 * others: of two that come at once, the later one at least sees the other.
 */

/** How long a killed process's children may take to end, and two that came at once to part. */
const MILLISECONDS_OF_PATIENCE = 3_000;

/** A folder that is held. */
export interface FolderHold {
  /** It counts as in use while this process lives, too, whatever becomes of the own one. */
  readonly alsoBy: (pid: number) => void;
  readonly release: () => void;
}

/**
 * Holds a folder, which need not exist; its parent is made if it is not there.
 *
 * @param what names what is in it, to stand at the beginning of a sentence
 * @throws Diagnostic `process/folder-in-use`; the operating system's error where nothing can be written
 */
export async function holdFolder(folder: string, what: string): Promise<FolderHold> {
  const parent = dirname(folder);
  await mkdir(parent, { recursive: true });
  const deadline = performance.now() + MILLISECONDS_OF_PATIENCE;
  for (;;) {
    const own = new Set<string>();
    const alsoBy = (pid: number): void => leaveMark(folder, pid, own);
    const release = (): void => removeMarks(parent, own);
    alsoBy(process.pid);
    const user = await userBeside(folder, own);
    if (user === null) return { alsoBy, release };
    release();
    if (performance.now() > deadline) throw folderInUse(what, folder, user);
    await sleep(randomInt(50, 150));
  }
}

function leaveMark(folder: string, pid: number, own: Set<string>): void {
  const random = randomBytes(4).toString("hex");
  const owner = `${processHost}-${pid}-${processStart(pid) ?? "0"}`;
  const name = `${basename(folder)}.used-${owner}-${random}`;
  writeFileSync(join(dirname(folder), name), "", { flag: "wx" });
  own.add(name);
}

/** Another user of the folder. The marks of processes that have ended are removed. */
async function userBeside(folder: string, own: ReadonlySet<string>): Promise<FolderUser | null> {
  const parent = dirname(folder);
  const start = `${basename(folder)}.used-`;
  let user: FolderUser | null = null;
  for (const name of await readdir(parent)) {
    if (!name.startsWith(start) || own.has(name)) continue;
    const [, host, pid, began] = /^(\w+)-(\d+)-(\d+)-\w+$/.exec(name.slice(start.length)) ?? [];
    if (host !== processHost) {
      user ??= { where: "elsewhere", mark: join(parent, name) };
    } else if (processStart(Number(pid)) === began) {
      user = { where: "here", pid: Number(pid) };
    } else {
      await rm(join(parent, name), { force: true });
    }
  }
  return user;
}

function removeMarks(parent: string, names: ReadonlySet<string>): void {
  for (const name of names) rmSync(join(parent, name), { force: true });
}
