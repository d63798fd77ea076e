import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { z } from "zod";
import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import * as diagnostics from "../../src/base/document/diagnostics.js";
import { parseDocument, readDocumentText } from "../../src/base/document/read.js";
import { sealedText } from "../../src/base/document/sealed.js";
import { certificateKind } from "../../src/gates/certificate/schema.js";
import { project } from "../gate/project.js";

const kind = { noun: "letter", schema: "nmicheck.letter/1", remedy: "write it anew." };
const schema = z.strictObject({
  schema: z.literal("nmicheck.letter/1"),
  text: z.string(),
  sha256: z.string(),
});
const letter = sealedText({ schema: "nmicheck.letter/1", text: "a" });

async function told(read: () => unknown): Promise<string> {
  try {
    await read();
  } catch (error) {
    if (error instanceof Diagnostic) return renderDiagnostic(error);
    throw error;
  }
  return "no fault";
}

const parsed = (text: string): Promise<string> =>
  told(() => parseDocument(text, "l.json", kind, schema));

test("a letter as it was written is read", () => {
  expect(parseDocument(letter, "l.json", kind, schema)).toMatchObject({ text: "a" });
});

test.each([
  [
    "document/not-json",
    letter.replace('"text":', '"text"'),
    "error[document/not-json]: the letter is not JSON: a colon is expected here.\nl.json:3:10\n",
  ],
  [
    "document/cut-off",
    letter.slice(0, 40),
    "error[document/cut-off]: the letter is cut off: the file ends here.\nl.json:3:",
  ],
  [
    "document/schema-version",
    letter.replace("letter/1", "letter/2"),
    "error[document/schema-version]: the letter is written in nmicheck.letter/2; this nmicheck reads nmicheck.letter/1.\nl.json:2:",
  ],
  [
    "document/schema-version of what is something else",
    "{}",
    "error[document/schema-version]: the letter does not say what it is; this nmicheck reads nmicheck.letter/1.\nl.json:1:1\n",
  ],
  [
    "document/shape",
    letter.replace('"a"', "7"),
    "error[document/shape]: the letter is malformed: `text`: expected string, received number.\nl.json:3:",
  ],
  [
    "document/edited",
    letter.replace('"a"', '"b"'),
    "error[document/edited]: the letter was changed after nmicheck wrote it: its SHA-256 is another one.\nl.json:",
  ],
])("%s", async (_, text, message) => {
  const shown = await parsed(text);
  expect(shown.slice(0, message.length)).toBe(message);
  expect(shown).toMatch(/\n {2}→ write it anew\.$/);
});

test("document/too-deep", async () => {
  expect(await parsed(`{"schema":"nmicheck.letter/1","text":${"[".repeat(200_000)}`)).toContain(
    "error[document/",
  );
  expect(renderDiagnostic(diagnostics.tooDeep(kind, "l.json"))).toBe(
    "error[document/too-deep]: l.json is nested too deeply to be a letter.\n  → write it anew.",
  );
});

test("files that cannot be read as a text", async () => {
  const folder = project({});
  const file = join(folder, "l.json");
  const read = async (path: string): Promise<string> =>
    (await told(() => readDocumentText(path, kind))).replaceAll(folder, ".");
  const remedy = "\n  → write it anew.";
  expect(await read(file)).toBe(`error[document/no-file]: there is no file ./l.json.${remedy}`);
  expect(await read(folder)).toBe(
    `error[document/unreadable]: . cannot be read: illegal operation on a directory.${remedy}`,
  );
  writeFileSync(file, Uint8Array.of(0xff, 0xfe, 0x00));
  expect(await read(file)).toBe(
    `error[document/not-text]: ./l.json is not a text in UTF-8.${remedy}`,
  );
  writeFileSync(file, " ".repeat(16 * 2 ** 20 + 1));
  expect(await read(file)).toBe(
    `error[document/too-large]: ./l.json has more than 16 MB, which is not read as a letter.${remedy}`,
  );
});

test("a certificate says how it is made anew", () => {
  expect(certificateKind.remedy).toBe(
    "`node dist/cli.js gate --certificates FOLDER` writes certificates anew.",
  );
});
