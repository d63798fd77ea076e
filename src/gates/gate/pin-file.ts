import { mkdir, readdir, unlink } from "node:fs/promises";
import { z } from "zod";
import { errorCode, reasonOf } from "../../base/diagnostic/system-error.js";
import type { DocumentKind } from "../../base/document/diagnostics.js";
import { parseDocument, readDocumentText } from "../../base/document/read.js";
import { sealedText } from "../../base/document/sealed.js";
import { writeAtomic } from "../../base/document/write-atomic.js";
import { pathIn, requireNoLink } from "../../base/out/folder.js";
import { headOf, requireOurs } from "../../base/out/ours.js";
import { axesRecordSchema } from "../../machine/configuration/axes-record.js";
import { platformNames } from "../../machine/configuration/platform.js";
import { everyProperty } from "../../machine/model/property-names.js";
import { unwritable } from "./diagnostics.js";

/** The name and version of a file of pins. */
const PINS_SCHEMA = "nmicheck.pins/1";

const kind: DocumentKind = {
  noun: "file of pins",
  schema: PINS_SCHEMA,
  remedy: "`nmicheck gate --update` writes it anew; look at the difference before you commit it.",
};

const line = z
  .string()
  .regex(/^[^\p{C}]*$/u, "must be a text without control characters")
  .max(2000);

const pin = z.discriminatedUnion("verdict", [
  z.strictObject({ verdict: z.literal("holds") }),
  z.strictObject({
    verdict: z.literal("violated"),
    /** Why, in one sentence in terms of the kernel. */
    because: line,
    events: z.array(line).max(100_000).readonly(),
  }),
]);

const pinsSchema = z.strictObject({
  schema: z.literal(PINS_SCHEMA),
  gate: z.string(),
  chain: z.array(z.int()).readonly(),
  rips: z.int(),
  axes: axesRecordSchema.optional(),
  verdicts: z.partialRecord(z.enum(platformNames), z.partialRecord(z.enum(everyProperty), pin)),
  sha256: z.string(),
});

/** What is pinned of one verdict. */
export type Pin = z.infer<typeof pin>;

/** Everything that is pinned of one gate. */
export type Pins = Omit<z.infer<typeof pinsSchema>, "schema" | "sha256">;

/** The file of a gate's pins. */
export function pinFile(folder: string, gate: string): string {
  return pathIn(folder, `${gate}.json`);
}

/**
 * Reads the pins of a gate; null if there are none.
 *
 * @throws Diagnostic `document/…`
 */
export async function readPins(folder: string, gate: string): Promise<Pins | null> {
  const file = pinFile(folder, gate);
  let text: string;
  try {
    text = await readDocumentText(file, kind);
  } catch (error) {
    if (errorCode(error) === "document/no-file") return null;
    throw error;
  }
  return parsePins(text, file);
}

/**
 * The pins in a text.
 *
 * @throws Diagnostic `document/…`
 */
export function parsePins(text: string, file: string): Pins {
  const { schema: _, sha256: __, ...pins } = parseDocument(text, file, kind, pinsSchema);
  return pins;
}

/** The text of a file of pins. */
export function pinsText(pins: Pins): string {
  return sealedText({ schema: PINS_SCHEMA, ...pins });
}

/** Whether a file that begins so holds pins, though they may be cut off or edited further down. */
function isPins(head: string): boolean {
  return /^\s*\{\s*"schema": "nmicheck\.(conformance-)?pins\//.test(head);
}

/**
 * Makes the folder of the pins where there is none.
 *
 * @throws Diagnostic `gate/unwritable`
 */
export async function makePinsFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw unwritable(folder, reasonOf(error));
  }
}

/**
 * Writes the pins of a gate, whole or not at all; not through a link, and not over a file that holds
 * something else than pins.
 *
 * @throws Diagnostic `gate/unwritable`, `out/link`, `out/not-ours`
 */
export async function writePins(file: string, pins: Pins): Promise<void> {
  await writePinText(file, pinsText(pins));
}

/** What to do about pins that are not what is asked, or not there. */
export const UPDATE_PINS =
  "`nmicheck gate --update` writes the pins; look at the difference and commit them.";

/**
 * The same for the text of any file of pins.
 *
 * @throws Diagnostic `gate/unwritable`, `out/link`, `out/not-ours`
 */
export async function writePinText(file: string, text: string): Promise<void> {
  await requireNoLink(file);
  await requireOurs(file, isPins);
  try {
    await writeAtomic(file, text);
  } catch (error) {
    throw unwritable(file, reasonOf(error));
  }
}

/** The names of all gates, about a policy or an engine, that have pins in `folder`, where there may be other files as well. */
export async function pinnedGates(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((): readonly string[] => []);
  const gates: string[] = [];
  for (const name of names.filter((one) => one.endsWith(".json")).sort()) {
    if (isPins((await headOf(pathIn(folder, name))) ?? "")) gates.push(name.slice(0, -5));
  }
  return gates;
}

/** Removes the pins of a gate that is no more. */
export async function removePins(folder: string, gate: string): Promise<void> {
  await unlink(pinFile(folder, gate));
}
