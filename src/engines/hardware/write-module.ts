import { readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeOutFolder } from "../../base/out/folder.js";
import { requireOurs } from "../../base/out/ours.js";
import { writeWhole } from "../../machine/trace/file.js";
import type { Trace } from "../../machine/trace/schema.js";
import { guestFolder, INIT } from "../qemu/module.js";
import { LOG_SCHEMA } from "./machine-log.js";

/** What the module has of its own; the rest of its source is that of the booted kernels' module. */
const ownFolder: string = fileURLToPath(new URL("module/", import.meta.url));

/** A trace and the line that asks the module for it. */
export interface PlannedTrace {
  readonly trace: Trace;
  readonly line: string;
}

/** What `make` leaves, and a module of an earlier nmicheck among it. */
const BUILT = ["nmicheck.ko", "built-for"];

/**
 * Writes the module, its runner and these traces to a folder; what is asked twice, for traces that
 * differ in what they are told to show alone, is played once.
 *
 * @returns the names of the files
 * @throws Diagnostic `out/…`, `trace/unwritable`
 */
export async function writeModule(
  folder: string,
  planned: readonly PlannedTrace[],
): Promise<readonly string[]> {
  await makeOutFolder(folder);
  const log = join(folder, "traces.log");
  const isOurs = (head: string): boolean => head.startsWith(LOG_SCHEMA);
  await requireOurs(log, isOurs);
  const isNew = !(await readdir(folder)).includes("traces.log");
  const files = new Map<string, string>([
    ...(await textsOf(guestFolder)),
    ...(await textsOf(ownFolder)),
  ]);
  files.set("asked", [...new Set(planned.map(({ line }) => line))].join(""));
  const head = [LOG_SCHEMA, ...planned.map(({ trace }) => `trace ${JSON.stringify(trace)}`)];
  // Last: a folder that has it is one that is whole, and may be written again.
  files.set("traces.log", `${head.join("\n")}\n`);
  for (const name of isNew ? files.keys() : []) await requireOurs(join(folder, name), () => false);
  for (const name of BUILT) await rm(join(folder, name), { force: true });
  for (const [name, text] of files) await writeWhole(join(folder, name), text, () => true);
  return [...files.keys()];
}

async function textsOf(folder: string): Promise<readonly (readonly [string, string])[]> {
  const names = (await readdir(folder)).filter((name) => name !== INIT).sort();
  return Promise.all(
    names.map(async (name) => [name, await readFile(join(folder, name), "utf8")] as const),
  );
}
