import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/**
 * A folder of nmicheck's in the user's cache: what is in it was fetched or built, and may be removed
 * at any time. The folder need not exist yet.
 *
 * By the XDG Base Directory Specification `XDG_CACHE_HOME` is the base where it is an absolute path,
 * and `~/.cache` otherwise.
 */
export function cacheFolder(...names: readonly string[]): string {
  const { XDG_CACHE_HOME: base = "" } = process.env;
  return join(isAbsolute(base) ? base : join(homedir(), ".cache"), "nmicheck", ...names);
}
