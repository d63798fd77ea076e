import { readFile, stat } from "node:fs/promises";
import { writeAtomic } from "../../base/document/write-atomic.js";
import { requireNoLink } from "../../base/out/folder.js";
import { requireOurs } from "../../base/out/ours.js";
import { noFile, notText, tooLarge, unreadable, unwritable } from "./diagnostics.js";

/** Traces of checkers have some kilobytes; this is a hundred thousand events. */
export const MOST_BYTES = 64 * 2 ** 20;

/**
 * The text of a trace file.
 *
 * @throws Diagnostic `trace/no-file`, `trace/unreadable`, `trace/too-large` or `trace/not-text`
 */
export async function readTraceText(file: string): Promise<string> {
  let bytes: Buffer;
  try {
    const { size } = await stat(file);
    if (size > MOST_BYTES) throw tooLarge(file, size, MOST_BYTES);
    bytes = await readFile(file);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw error.code === "ENOENT" ? noFile(file) : unreadable(file, error);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw notText(file);
  }
}

/**
 * Writes a file so that, whatever happens, it is there as a whole or not at all; not through a link,
 * and not over a file that `isOurs` does not know by its beginning.
 *
 * @throws Diagnostic `trace/unwritable`, `out/link`, `out/not-ours`
 */
export async function writeWhole(
  file: string,
  text: string,
  isOurs: (head: string) => boolean,
): Promise<void> {
  await requireNoLink(file);
  await requireOurs(file, isOurs);
  try {
    await writeAtomic(file, text);
  } catch (error) {
    throw unwritable(file, error);
  }
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}
