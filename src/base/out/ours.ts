import { open, stat } from "node:fs/promises";
import { notOurs } from "./diagnostics.js";

/** As much of a file as tells who has written it. */
const HEAD_BYTES = 4_096;

/** The beginning of a file; null if it is not there, or cannot be read. */
export async function headOf(file: string): Promise<string | null> {
  try {
    const handle = await open(file, "r");
    try {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
      return buffer.toString("utf8", 0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch {
    return null;
  }
}

/**
 * Makes sure that writing `file` costs nobody anything: nothing is there, or an empty file, or an
 * older one of the same kind, which `isOurs` knows by its beginning.
 *
 * @throws Diagnostic `out/not-ours`
 */
export async function requireOurs(file: string, isOurs: (head: string) => boolean): Promise<void> {
  // What cannot be looked at cannot be written either, and that is told then.
  const found = await stat(file).catch(() => null);
  if (found === null || found.isDirectory() || (found.isFile() && found.size === 0)) return;
  // What is no file, a pipe say, would keep whoever reads it waiting.
  const head = found.isFile() ? await headOf(file) : null;
  if (head === null || !isOurs(head)) throw notOurs(file);
}
