import { z } from "zod";
import { traceSchema } from "./schema.js";

/**
 * The JSON Schema (draft 2020-12) of a trace file, as it is published in `schemas/`. It says all
 * that can be said of a trace without its model; whether its events are possible only the model
 * knows.
 */
export function traceJsonSchema(): string {
  const schema = z.toJSONSchema(traceSchema, {
    // To JSON Schema "read-only" is a property of a service; here it is one of TypeScript's types.
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
    },
  });
  const { $schema, ...rest } = schema;
  const described = { $schema, title: "nmicheck.trace/1: a behaviour of NMI dispatch", ...rest };
  return `${JSON.stringify(described, null, 2)}\n`;
}
