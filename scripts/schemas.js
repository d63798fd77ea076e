// Writes the published JSON Schemas from the built package.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { certificateJsonSchema } from "../dist/src/certificate/schema.js";
import { checkJsonSchema } from "../dist/src/check/document.js";
import { explainJsonSchema } from "../dist/src/check/explanation.js";
import { conformJsonSchema } from "../dist/src/conform/report.js";
import { engineJsonSchema } from "../dist/src/engine/json-schema.js";
import { findJsonSchema } from "../dist/src/find/document.js";
import { limitsJsonSchema } from "../dist/src/limits/document.js";
import { mutateJsonSchema } from "../dist/src/mutate/document.js";
import { reportJsonSchema } from "../dist/src/report/json-schema.js";
import { gateJsonSchema } from "../dist/src/reporters/document.js";
import { traceJsonSchema } from "../dist/src/trace/json-schema.js";

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), "schemas");
await mkdir(folder, { recursive: true });
await writeFile(join(folder, "nmicheck.certificate-1.schema.json"), certificateJsonSchema());
await writeFile(join(folder, "nmicheck.check-1.schema.json"), checkJsonSchema());
await writeFile(join(folder, "nmicheck.conform-1.schema.json"), conformJsonSchema());
await writeFile(join(folder, "nmicheck.engine-1.schema.json"), engineJsonSchema());
await writeFile(join(folder, "nmicheck.explain-1.schema.json"), explainJsonSchema());
await writeFile(join(folder, "nmicheck.gate-1.schema.json"), gateJsonSchema());
await writeFile(join(folder, "nmicheck.report-1.schema.json"), reportJsonSchema());
await writeFile(join(folder, "nmicheck.mutate-1.schema.json"), mutateJsonSchema());
await writeFile(join(folder, "nmicheck.find-1.schema.json"), findJsonSchema());
await writeFile(join(folder, "nmicheck.limits-1.schema.json"), limitsJsonSchema());
await writeFile(join(folder, "nmicheck.trace-1.schema.json"), traceJsonSchema());
