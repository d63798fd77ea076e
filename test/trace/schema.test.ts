import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nmi } from "../../spec/nmi.js";
import { policies } from "../../spec/policies/all.js";
import { packageRoot } from "../../src/package/root.js";
import { traceJsonSchema } from "../../src/trace/json-schema.js";
import { stateSchema } from "../../src/trace/schema.js";

test("the published JSON Schema is current", async () => {
  const published = join(packageRoot, "schemas", "nmicheck.trace-1.schema.json");
  // Made by `npm run schemas`.
  expect(await readFile(published, "utf8")).toBe(traceJsonSchema());
});

test("the JSON Schema says what a reader of the format needs", () => {
  const schema = JSON.parse(traceJsonSchema());
  expect(schema.$schema).toBe("https://json-schema.org/draft/2020-12/schema");
  expect(schema.additionalProperties).toBe(false);
  expect(schema.properties.schema.const).toBe("nmicheck.trace/1");
  expect(Object.keys(schema.$defs)).toEqual(expect.arrayContaining(["state", "nmi", "platform"]));
  expect(schema.properties.events.items.oneOf.length).toBe(Object.keys(nmi.actions).length);
  expect(JSON.stringify(schema)).not.toContain("readOnly");
});

test("a state of a trace has the variables of the model, in its order", () => {
  const initial = nmi.initial({
    platform: { chain: [1], rips: 1, sticky: false, shadow: false },
    policy: policies.none,
  });
  expect(Object.keys(stateSchema.shape).sort()).toEqual(Object.keys(initial).sort());
});
