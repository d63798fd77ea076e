import { readFile, stat } from "node:fs/promises";
import { z } from "zod";
import type { Place } from "../diagnostic/diagnostic.js";
import { placeAt } from "../diagnostic/place.js";
import { errorCode, reasonOf } from "../diagnostic/system-error.js";
import type { DocumentKind } from "./diagnostics.js";
import * as diagnostics from "./diagnostics.js";
import { pathText } from "./differences.js";
import { jsonOffset, jsonProblem } from "./json-text.js";
import { sealOf } from "./sealed.js";

/** Pins and certificates have some kilobytes each. */
const MOST_BYTES = 16 * 2 ** 20;

/**
 * The text of a document's file.
 *
 * @throws Diagnostic `document/no-file`, `document/unreadable`, `document/too-large`, `document/not-text`
 */
export async function readDocumentText(file: string, kind: DocumentKind): Promise<string> {
  let bytes: Buffer;
  try {
    if ((await stat(file)).size > MOST_BYTES) throw diagnostics.tooLarge(kind, file, MOST_BYTES);
    bytes = await readFile(file);
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined || !/^E[A-Z]+$/.test(code)) throw error;
    throw code === "ENOENT"
      ? diagnostics.noFile(kind, file)
      : diagnostics.unreadable(kind, file, reasonOf(error));
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw diagnostics.notText(kind, file);
  }
}

/** A document is read once: to compile its schema to a program would take longer than to walk it. */
const ONCE = { jitless: true } as const;

const versioned = z.looseObject({ schema: z.string() });

/**
 * The document in a text: its JSON, its version, its form and its seal are checked, in this order.
 *
 * @param file what to call it in a diagnostic
 * @throws Diagnostic `document/…` with the place of the first thing that is wrong
 */
export function parseDocument<T extends { readonly sha256: string }>(
  text: string,
  file: string,
  kind: DocumentKind,
  schema: z.ZodType<T>,
): T {
  try {
    return parse(text, file, kind, schema);
  } catch (error) {
    // Parsers call themselves for what is nested.
    if (error instanceof RangeError) throw diagnostics.tooDeep(kind, file);
    throw error;
  }
}

function parse<T extends { readonly sha256: string }>(
  text: string,
  file: string,
  kind: DocumentKind,
  schema: z.ZodType<T>,
): T {
  const place = (path: readonly (string | number)[], part: "value" | "name" = "value"): Place =>
    placeAt(file, text, jsonOffset(text, path, part));
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    const found = jsonProblem(text);
    if (found === null) throw cause;
    const at = placeAt(file, text, found.offset);
    throw found.endsEarly
      ? diagnostics.cutOff(kind, at)
      : diagnostics.notJson(kind, found.problem, at);
  }
  const version = versioned.safeParse(json, ONCE);
  if (!version.success) throw diagnostics.schemaVersion(kind, null, place([]));
  if (version.data.schema !== kind.schema) {
    throw diagnostics.schemaVersion(kind, version.data.schema, place(["schema"]));
  }
  const parsed = schema.safeParse(json, ONCE);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = (issue?.path ?? []).filter((key) => typeof key !== "symbol");
    const what = (issue?.message ?? "").replace(/^Invalid input: /, "").replace(/\.$/, "");
    const where = path.length === 0 ? "" : `\`${pathText(path)}\`: `;
    throw diagnostics.shape(kind, `${where}${what}`, place(path));
  }
  // What is sealed is the text's own data: the schema may leave out what it does not know.
  if (typeof json !== "object" || json === null || sealOf(json) !== parsed.data.sha256) {
    throw diagnostics.edited(kind, place(["sha256"]));
  }
  return parsed.data;
}
