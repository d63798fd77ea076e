import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { packageRoot } from "../../base/package/root.js";

const specFolder = join(packageRoot, "spec");

/** SHA-256 of a text, in hexadecimal. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** One digest over the names and the text of every file of the typed model. */
export async function sourcesDigest(): Promise<string> {
  const entries = await readdir(specFolder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  return sha256(
    files.map((file, index) => `${relative(specFolder, file)}\0${texts[index]}`).join("\0"),
  );
}
