import { appendFile, realpath, rm, stat } from "node:fs/promises";
import { reasonOf } from "../../base/diagnostic/system-error.js";
import { writeAtomic } from "../../base/document/write-atomic.js";
import { requireOurs } from "../../base/out/ours.js";
import type { ChosenReport, ReporterName } from "./choose.js";
import { reportUnwritable } from "./diagnostics.js";

/** How each report begins. */
const beginnings: Readonly<Record<ReporterName, RegExp>> = {
  terminal: /^nmicheck \S+ gate: /,
  json: /"schema": "nmicheck\.gate\//,
  junit: /<testsuites name="nmicheck"/,
  sarif: /"name": "nmicheck"/,
  github: /^::error /,
};

/**
 * Removes the reports of an earlier run from the files of this one: whatever becomes of this run, of
 * nmicheck being killed to a full disk, nobody reads that everything passes.
 *
 * @throws Diagnostic `out/not-ours` where a file holds something else, `reporters/unwritable`
 */
export async function removeOlderReports(reports: readonly ChosenReport[]): Promise<void> {
  for (const { name, file } of reports) {
    if (file === null || !(await isPlainFile(file))) continue;
    await requireOurs(file, (head) => beginnings[name].test(head));
    try {
      // Of a link it is the file that it leads to.
      await rm(await realpath(file));
    } catch (error) {
      throw reportUnwritable(file, reasonOf(error));
    }
  }
}

/**
 * Writes a report, whole or not at all.
 *
 * @throws Diagnostic `reporters/unwritable`
 */
export async function writeReportFile(file: string, text: string): Promise<void> {
  try {
    const found = await stat(file).catch(() => null);
    // A pipe, or `/dev/stderr`, is written to, and not replaced.
    if (isDevice(file) || found?.isFile() === false) await appendFile(file, text);
    else await writeAtomic(file, text);
  } catch (error) {
    throw reportUnwritable(file, reasonOf(error));
  }
}

/** Whether a path is one of the system's: what it leads to may be a file that a shell has opened. */
function isDevice(file: string): boolean {
  return /^\/(dev|proc)\//.test(file);
}

async function isPlainFile(file: string): Promise<boolean> {
  return !isDevice(file) && (await stat(file).catch(() => null))?.isFile() === true;
}
