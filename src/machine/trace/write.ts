import { writeWhole } from "./file.js";
import { itfText } from "./itf.js";
import type { Trace } from "./schema.js";

/**
 * The text of a trace file: JSON with one event a line, so that two traces can be compared line by
 * line and a fault points at the event. The same trace gives the same bytes.
 */
export function traceText(trace: Trace): string {
  const { initial, events, ...head } = trace;
  const fields = Object.entries(head).map(([name, value]) => field(name, JSON.stringify(value)));
  const lines = events.map((event) => `    ${JSON.stringify(event)}`);
  const list = lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n  ]`;
  const all = [...fields, field("initial", JSON.stringify(initial)), field("events", list)];
  return `{\n${all.join(",\n")}\n}\n`;
}

function field(name: string, json: string): string {
  return `  ${JSON.stringify(name)}: ${json}`;
}

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
 * @throws Fault `trace/unwritable`, `out/link`, `out/not-ours`
 */
export async function writeTrace(file: string, trace: Trace): Promise<void> {
  await writeWhole(file, traceText(trace), isTrace);
}

/**
 * Writes a trace in the Informal Trace Format of Apalache; by convention the name ends in
 * `.itf.json`. The file is whole or not there.
 *
 * @throws Fault `trace/unwritable`, `out/link`, `out/not-ours`
 */
export async function writeItf(file: string, trace: Trace): Promise<void> {
  await writeWhole(file, itfText(trace), isOurItf);
}
