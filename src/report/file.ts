import { open, stat } from "node:fs/promises";
import { writeAtomic } from "../base/document/write-atomic.js";
import { noFile, notOurs, unwritable } from "./diagnostics.js";
import { isReport } from "./html.js";

/** As much of a file as tells whether it is a report. */
const HEAD_BYTES = 4_096;

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error;
}

async function headOf(file: string): Promise<string> {
  const handle = await open(file, "r");
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
    return buffer.toString("utf8", 0, bytesRead);
  } finally {
    await handle.close();
  }
}

/**
 * Makes sure, before any work is done, that a report may be written to `file`: nothing is there, or
 * an older report, or an empty file.
 *
 * @throws Diagnostic `report/not-ours`, `report/no-file` or `report/unwritable`
 */
export async function requirePlace(file: string): Promise<void> {
  try {
    const found = await stat(file);
    if (!found.isFile()) throw noFile(file);
    if (found.size > 0 && !isReport(await headOf(file))) throw notOurs(file);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    if (error.code !== "ENOENT") throw unwritable(file, error);
  }
}

/**
 * Writes a report; it is there as a whole or not at all.
 *
 * @throws Diagnostic `report/unwritable`
 */
export async function writeReport(file: string, html: string): Promise<void> {
  try {
    await writeAtomic(file, html);
  } catch (error) {
    throw unwritable(file, error);
  }
}
