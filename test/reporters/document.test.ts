import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { certificateJsonSchema } from "../../src/certificate/schema.js";
import { packageRoot } from "../../src/package/root.js";
import { gateJsonSchema } from "../../src/reporters/document.js";

test.each([
  ["nmicheck.gate-1", gateJsonSchema],
  ["nmicheck.certificate-1", certificateJsonSchema],
])("the published schema %s is the one that documents are checked with", (name, schema) => {
  const file = join(packageRoot, "schemas", `${name}.schema.json`);
  expect(readFileSync(file, "utf8")).toBe(schema());
});
