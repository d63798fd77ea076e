import { tmpdir } from "node:os";
import { Diagnostic } from "../diagnostic/diagnostic.js";
import { errorCode, reasonOf } from "../diagnostic/system-error.js";
import { tempNotWritable } from "./diagnostics.js";
import { makeOwnedFolder, removeOwnedFolder, sweepOrphans } from "./owned-folder.js";

/**
 * Runs `work` with a new folder for temporary files, which is gone when it ends. Folders of the same
 * purpose that killed processes have left go first.
 *
 * @throws Diagnostic `process/temp-not-writable`, also when `work` finds that it cannot write to its
 * folder; whatever else `work` throws
 */
export async function withTemporaryFolder<Result>(
  purpose: string,
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const temp = tmpdir();
  await sweepOrphans(temp, purpose);
  let folder: string;
  try {
    folder = await makeOwnedFolder(temp, purpose);
  } catch (error) {
    throw tempNotWritable(temp, reasonOf(error), error);
  }
  try {
    return await work(folder);
  } catch (error) {
    throw isRefusedWrite(error, folder) ? tempNotWritable(temp, reasonOf(error), error) : error;
  } finally {
    await removeOwnedFolder(folder);
  }
}

/** What a file system says that takes nothing more. */
const REFUSALS: ReadonlySet<string | undefined> = new Set([
  "ENOSPC",
  "EDQUOT",
  "EFBIG",
  "EROFS",
  "EACCES",
  "EPERM",
]);

/** A write to an open file does not tell its path; then the code has to do. */
function isRefusedWrite(error: unknown, folder: string): boolean {
  if (!(error instanceof Error) || error instanceof Diagnostic) return false;
  if (!REFUSALS.has(errorCode(error))) return false;
  return !("path" in error) || String(error.path).startsWith(folder);
}
