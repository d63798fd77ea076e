import { z } from "zod";

/**
 * The JSON Schema (draft 2020-12) of a document, as the package publishes it in `schemas/`.
 *
 * @param title the name and version of the document, and what it is
 */
export function publishedSchema(schema: z.ZodType, title: string): string {
  const { $schema, ...rest } = z.toJSONSchema(schema, {
    // To JSON Schema "read-only" is a property of a service; here it is one of TypeScript's types.
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
    },
  });
  return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`;
}
