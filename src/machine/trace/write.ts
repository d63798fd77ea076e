import { writeWhole } from "./file.js";
import { itfText } from "./itf.js";
import type { Trace } from "./schema.js";
import { traceText } from "./trace-text.js";

/** Whether a file that begins so is a trace of nmicheck's. */
function isTrace(head: string): boolean {
  return /^\s*\{\s*"schema": "nmicheck\.trace\//.test(head);
}

/** The same of what `itfText` makes. */
function isOurItf(head: string): boolean {
  return head.includes('"format":"ITF"') && head.includes("made by nmicheck");
}

/**
 * Writes a trace as `nmicheck.trace/1`. The file is whole or not there.
 *
 * @throws Diagnostic `trace/unwritable`, `out/link`, `out/not-ours`
 */
export async function writeTrace(file: string, trace: Trace): Promise<void> {
  await writeWhole(file, traceText(trace), isTrace);
}

/**
 * Writes a trace in the Informal Trace Format of Apalache; by convention the name ends in
 * `.itf.json`. The file is whole or not there.
 *
 * @throws Diagnostic `trace/unwritable`, `out/link`, `out/not-ours`
 */
export async function writeItf(file: string, trace: Trace): Promise<void> {
  await writeWhole(file, itfText(trace), isOurItf);
}
