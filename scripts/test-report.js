// Runs the tests under test/browser/, which show reports in Chromium.
// On Debian, as root, it installs what is missing; elsewhere it says what to install.

import { requirePackages } from "./debian-packages.js";
import { runTests } from "./run-tests.js";

await requirePackages([
  { program: "chromium", package: "chromium" },
  { file: "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", package: "fonts-dejavu-core" },
]);

await runTests("vitest.report.config.ts");
