import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

/** Not of our sources, which tests import as this has built them (`built-sources.ts`). */
const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Builds what is stale, and what is asked for more. */
export async function build(...more: readonly string[]): Promise<void> {
  await execa(process.execPath, [join(root, "scripts", "build.js"), "--if-stale", ...more], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
}

/** Builds what is stale before any test runs. */
export default function setup(): Promise<void> {
  return build();
}
