import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { engineJsonSchema } from "../../src/engines/json-schema.js";

test("the published JSON Schema is the one of the code: `npm run schemas` writes it anew", async () => {
  const file = join(packageRoot, "schemas", "nmicheck.engine-1.schema.json");
  expect(await readFile(file, "utf8")).toBe(engineJsonSchema());
});
