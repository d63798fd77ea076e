// Writes docs/findings.md from the results of the built package and data/findings.evidence.json.
// With `--ask=linux:6.1,qemu:6.12,tlc` it asks these first, and keeps each answer as it comes.
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import writeFileAtomic from "write-file-atomic";
import { ask, requireWitness } from "../dist/src/analyses/findings/ask.js";
import { evidenceText, readEvidence, withRecord } from "../dist/src/analyses/findings/evidence.js";
import { findingsPage } from "../dist/src/analyses/findings/page.js";
import { Results } from "../dist/src/analyses/findings/results.js";
import { Diagnostic } from "../dist/src/base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../dist/src/base/diagnostic/render.js";
import { nmicheckVersion } from "../dist/src/cli/version.js";

const docs = join(dirname(dirname(fileURLToPath(import.meta.url))), "docs");
const evidenceFile = join(dirname(docs), "data", "findings.evidence.json");

const { values } = parseArgs({ options: { ask: { type: "string", multiple: true } } });
const names = (values.ask ?? []).flatMap((list) => list.split(",")).map((name) => name.trim());

async function known() {
  const isThere = await readFile(evidenceFile).then(
    () => true,
    () => false,
  );
  return isThere ? readEvidence(evidenceFile) : [];
}

async function write() {
  for (const name of names) requireWitness(name);
  const version = nmicheckVersion();
  const results = new Results(version);
  let evidence = await known();
  const topics = names.length === 0 ? [] : await results.topics();
  const onProgress = (text) => console.error(`${text} …`);
  for (const name of names) {
    for await (const record of ask(name, topics, { version, onProgress })) {
      evidence = withRecord(evidence, record);
      await writeFileAtomic(evidenceFile, evidenceText(evidence));
    }
  }
  await writeFile(join(docs, "findings.md"), await findingsPage(results, evidence));
}

try {
  await write();
} catch (error) {
  if (!(error instanceof Diagnostic)) throw error;
  console.error(renderDiagnostic(error));
  process.exitCode = error.blame === "user" ? 2 : 3;
}
