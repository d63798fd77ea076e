// Writes data/museum.json, the verdicts of the museum's policies on every machine, and from it
// docs/museum-axes.md and the tables of docs/museum.md. With --pages it explores nothing and makes
// the pages of what is recorded.
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { museumText, readMuseum } from "../dist/src/analyses/museum/document.js";
import { museumMachines } from "../dist/src/analyses/museum/machines.js";
import { axesPage, withTables } from "../dist/src/analyses/museum/pages.js";
import { loadMuseum, surveyMuseum } from "../dist/src/analyses/museum/survey.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const record = join(root, "data", "museum.json");
const page = join(root, "docs", "museum.md");

if (!process.argv.includes("--pages")) {
  const policies = await loadMuseum();
  const rows = await surveyMuseum(policies, museumMachines, {
    onProgress: (done, all) => {
      if (done % policies.length === 0) console.error(`${done} of ${all} …`);
    },
  });
  await writeFile(record, museumText(rows));
}
const rows = readMuseum(await readFile(record, "utf8"));
await writeFile(page, withTables(await readFile(page, "utf8"), rows));
await writeFile(join(root, "docs", "museum-axes.md"), axesPage(rows));
