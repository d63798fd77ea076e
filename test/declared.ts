import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Builds what is stale and what TypeScript reads of the package, before tests pack it side by side. */
export default async function setup(): Promise<void> {
  await execa(
    process.execPath,
    [join(root, "scripts", "build.js"), "--if-stale", "--declarations"],
    {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
    },
  );
}
