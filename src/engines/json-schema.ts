import { z } from "zod";
import { ENGINE_PROTOCOL, refusalSchema, replySchemas, requestSchema } from "./protocol.js";

function definition(schema: z.ZodType): object {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    // To JSON Schema "read-only" is a property of a service; here it is one of TypeScript's types.
    override: ({ jsonSchema }) => {
      delete jsonSchema.readOnly;
    },
  });
  return rest;
}

/**
 * The text of the protocol's JSON Schema (draft 2020-12), as published in `schemas/`: a line that either side
 * sends fits the whole schema; `$defs` holds the request and the reply to each operation.
 */
export function engineJsonSchema(): string {
  const replies = Object.entries(replySchemas).map(
    ([operation, schema]) => [`reply-${operation}`, definition(schema)] as const,
  );
  const definitions = [
    ["request", definition(requestSchema)] as const,
    ...replies,
    ["refusal", definition(refusalSchema)] as const,
  ];
  const whole = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: ENGINE_PROTOCOL,
    description:
      "One line between nmicheck and an engine. docs/engine-protocol.md tells what the lines mean.",
    anyOf: definitions.map(([name]) => ({ $ref: `#/$defs/${name}` })),
    $defs: Object.fromEntries(definitions),
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}
