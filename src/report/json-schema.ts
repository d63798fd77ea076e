import { z } from "zod";
import { reportSchema } from "./document.js";

/** The JSON Schema (draft 2020-12) of a report's document, as it is published in `schemas/`. */
export function reportJsonSchema(): string {
  const schema = z.toJSONSchema(reportSchema, {
    // To JSON Schema "read-only" is a property of a service; here it is one of TypeScript's types.
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
    },
  });
  const { $schema, ...rest } = schema;
  const described = { $schema, title: "nmicheck.report/1: what a report is made of", ...rest };
  return `${JSON.stringify(described, null, 2)}\n`;
}
