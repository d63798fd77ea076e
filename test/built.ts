import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

/** Not of our sources, which tests import as this has built them (`built-sources.ts`). */
const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Builds what is stale before any test runs. */
export default async function setup(): Promise<void> {
  await execa(process.execPath, [join(root, "scripts", "build.js"), "--if-stale"], {
    cwd: root,
    stdio: ["ignore", "inherit", "inherit"],
  });
}
