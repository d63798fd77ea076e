// Runs the tests of one configuration of vitest, as `npm test` runs its own.
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs them with the arguments of this process; its exit code is theirs. */
export async function runTests(config) {
  const tests = await execa(
    process.execPath,
    [join(root, "scripts", "test.js"), "--config", config, ...process.argv.slice(2)],
    { cwd: root, stdio: "inherit", reject: false },
  );
  process.exitCode = tests.exitCode ?? 1;
}
