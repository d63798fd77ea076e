import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { processHost } from "./process-identity.js";

/** A process of this machine: its number, which comes again, and when it began (`processStart`). */
export interface FolderOwner {
  readonly pid: number;
  readonly start: string;
}

/** What the name of a folder begins with that belongs to a process. */
export function ownedFolderPrefix(purpose: string, { pid, start }: FolderOwner): string {
  return `nmicheck-${purpose}-${processHost}-${pid}-${start}-`;
}

/** Removes every folder in `parent` that belongs to a process, which has ended, whatever it was for. */
export async function removeFoldersOf(owner: FolderOwner, parent: string): Promise<void> {
  const name = new RegExp(`^${ownedFolderPrefix(".+", owner)}\\w+$`);
  const entries = await readdir(parent).catch(() => []);
  const own = entries.filter((entry) => name.test(entry)).map((entry) => join(parent, entry));
  const options = { recursive: true, force: true, maxRetries: 10, retryDelay: 50 };
  // What cannot be removed stays.
  await Promise.all(own.map((folder) => rm(folder, options).catch(() => {})));
}
