import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/package/root.js";
import { gateJsonSchema } from "../../src/reporters/document.js";

test("the published schema is the one that documents are checked with", () => {
  const file = join(packageRoot, "schemas", "nmicheck.gate-1.schema.json");
  expect(readFileSync(file, "utf8")).toBe(gateJsonSchema());
});
