// Writes the published JSON Schemas from the built package: run `npm run build` first.
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { traceJsonSchema } from "../dist/src/trace/json-schema.js";

const folder = join(dirname(dirname(fileURLToPath(import.meta.url))), "schemas");
await mkdir(folder, { recursive: true });
await writeFile(join(folder, "nmicheck.trace-1.schema.json"), traceJsonSchema());
