import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { dirname } from "node:path";
import { errorCode, reasonOf } from "../diagnostic/system-error.js";

/**
 * Why nothing can be made at `path`, in the operating system's words, or null if something can. What
 * is not there yet would be made in the nearest folder that is: that one counts. (A recursive
 * `mkdir` of Node's says "no such file or directory" of a file system that is read-only.)
 */
export async function whyUnwritable(path: string): Promise<string | null> {
  for (let folder = path; ; folder = dirname(folder)) {
    try {
      await access(folder, constants.W_OK | constants.X_OK);
      return null;
    } catch (error) {
      if (errorCode(error) !== "ENOENT" || folder === dirname(folder)) return reasonOf(error);
    }
  }
}
