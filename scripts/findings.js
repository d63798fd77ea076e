// Writes docs/findings.md from the results of the built package.
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { nmicheckVersion } from "../dist/src/cli/version.js";
import { findingsPage } from "../dist/src/findings/page.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
await writeFile(join(root, "docs", "findings.md"), await findingsPage(nmicheckVersion()));
