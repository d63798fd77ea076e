import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { packageRoot } from "../package/root.js";

let known: string | null = null;

/** SHA-256 over the names and the content of the programs of this nmicheck, as the build left them. */
export function buildDigest(): string {
  if (known !== null) return known;
  const folder = join(packageRoot, "dist");
  const hash = createHash("sha256");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(js|json)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files) {
    hash.update(`${relative(folder, file)}\0`);
    hash.update(readFileSync(file));
  }
  known = hash.digest("hex");
  return known;
}
