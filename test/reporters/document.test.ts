import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { certificateJsonSchema } from "../../src/gates/certificate/schema.js";
import { gateJsonSchema } from "../../src/gates/reporters/document.js";

test.each([
  ["nmicheck.gate-1", gateJsonSchema],
  ["nmicheck.certificate-1", certificateJsonSchema],
])("the published schema %s is the one that documents are checked with", (name, schema) => {
  const file = join(packageRoot, "schemas", `${name}.schema.json`);
  expect(readFileSync(file, "utf8")).toBe(schema());
});
