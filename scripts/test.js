// Runs the tests with vitest and closes with the line "N passed, N failed".
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = await mkdtemp(join(tmpdir(), "nmicheck-test-"));
try {
  const report = join(folder, "report.json");
  const run = await execa(
    process.execPath,
    [
      join(root, "node_modules", "vitest", "vitest.mjs"),
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
      ...process.argv.slice(2),
    ],
    { cwd: root, stdio: "inherit", reject: false },
  );
  const result = JSON.parse(await readFile(report, "utf8").catch(() => "null"));
  const passed = result?.numPassedTests ?? 0;
  const failed = result?.numFailedTests ?? 0;
  // A file that does not even load has failed without a test to its name.
  const brokenFiles = (result?.testResults ?? []).filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  ).length;
  const failures = failed + brokenFiles;
  console.log(`\n${passed} passed, ${failures} failed`);
  process.exitCode =
    run.exitCode !== 0 ? (run.exitCode ?? 1) : failures > 0 || passed === 0 ? 1 : 0;
} finally {
  await rm(folder, { recursive: true, force: true });
}
