import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { reportJsonSchema } from "../../src/report/json-schema.js";

test("the published JSON Schema is current", async () => {
  const published = join(packageRoot, "schemas", "nmicheck.report-1.schema.json");
  // Made by `npm run schemas`.
  expect(await readFile(published, "utf8")).toBe(reportJsonSchema());
});
