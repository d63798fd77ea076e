import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { engineJsonSchema } from "../../src/engine/json-schema.js";
import { packageRoot } from "../../src/package/root.js";

test("the published JSON Schema is the one of the code: `npm run schemas` writes it anew", async () => {
  const file = join(packageRoot, "schemas", "nmicheck.engine-1.schema.json");
  expect(await readFile(file, "utf8")).toBe(engineJsonSchema());
});
