// Runs the tests under test/browser/, which show reports in Chromium.
// On Debian, as root, it installs what is missing; elsewhere it says what to install.

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { requirePackages } from "./debian-packages.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

await requirePackages([
  { program: "chromium", package: "chromium" },
  { file: "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", package: "fonts-dejavu-core" },
]);

const tests = await execa(
  process.execPath,
  [
    join(root, "scripts", "test.js"),
    "--config",
    "vitest.report.config.ts",
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: "inherit", reject: false },
);
process.exitCode = tests.exitCode ?? 1;
