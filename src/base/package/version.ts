import { readFileSync } from "node:fs";
import { join } from "node:path";
import { packageRoot } from "./root.js";

/**
 * The version of nmicheck, from its `package.json`. Without a library: `--help` needs it too.
 *
 * @throws Error when the file has none: the package is not whole
 */
export function nmicheckVersion(): string {
  const description: unknown = JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8"));
  const { version } = Object.assign({ version: null }, description);
  if (typeof version !== "string") throw new Error("package.json has no version");
  return version;
}
