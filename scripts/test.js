// Runs the tests with vitest, tells which files took longest, and closes with the line
// "N passed, N failed".
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** How many of the files that took longest are told. */
const SLOWEST = 10;

/** The files of a report of vitest that took longest, as lines: seconds of their tests, and the file. */
function slowest(files) {
  return files
    .map(({ name, startTime, endTime }) => ({ name, seconds: (endTime - startTime) / 1000 }))
    .sort((one, other) => other.seconds - one.seconds)
    .slice(0, SLOWEST)
    .map(({ name, seconds }) => `${seconds.toFixed(1).padStart(8)} s  ${relative(root, name)}`);
}

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
  const files = result?.testResults ?? [];
  // A file that does not even load has failed without a test to its name.
  const brokenFiles = files.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  ).length;
  const failures = failed + brokenFiles;
  // Who runs one file is told by vitest how long it took.
  if (files.length > SLOWEST) console.log(`\nSlowest:\n${slowest(files).join("\n")}`);
  console.log(`\n${passed} passed, ${failures} failed`);
  process.exitCode =
    run.exitCode !== 0 ? (run.exitCode ?? 1) : failures > 0 || passed === 0 ? 1 : 0;
} finally {
  await rm(folder, { recursive: true, force: true });
}
