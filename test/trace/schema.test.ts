import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { nmi } from "../../spec/cpu/nmi.js";
import { noAxes } from "../../spec/cpu/no-axes.js";
import { policies } from "../../spec/policies/all.js";
import { packageRoot } from "../../src/base/package/root.js";
import { variablesOf } from "../../src/machine/model/machine-parts.js";
import { boardTraceJsonSchema, traceJsonSchema } from "../../src/machine/trace/json-schema.js";
import { stateSchema } from "../../src/machine/trace/schema.js";

test("the published JSON Schema is current", async () => {
  const published = join(packageRoot, "schemas", "nmicheck.trace-1.schema.json");
  // Made by `npm run schemas`.
  expect(await readFile(published, "utf8")).toBe(traceJsonSchema());
});

test("the published JSON Schema of several CPUs is current", async () => {
  const published = join(packageRoot, "schemas", "nmicheck.trace-2.schema.json");
  expect(await readFile(published, "utf8")).toBe(boardTraceJsonSchema());
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

const platform = { chain: [1], rips: 1, sticky: false, shadow: false } as const;

test("a state of a trace has the variables of every axis; those of the core are always there", () => {
  const whole = nmi.initial({ platform, policy: policies.none, axes: noAxes });
  expect(Object.keys(stateSchema.shape).sort()).toEqual(Object.keys(whole).sort());
  const always = Object.entries(stateSchema.shape)
    .filter(([, field]) => !field.safeParse(undefined).success)
    .map(([name]) => name);
  expect(always.sort()).toEqual([...variablesOf(noAxes)].sort());
});
