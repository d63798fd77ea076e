import { z } from "zod";
import { publishedSchema } from "../../base/package/published-schema.js";
import { boundText } from "../../checkers/explore/exploration.js";
import { platformSchema } from "../../machine/configuration/platform-schema.js";
import type { Completeness } from "./minimal-runs.js";

/** The name and version of the document that `nmicheck find --json` prints. */
export const FIND_SCHEMA = "nmicheck.find/1";

const count = z.int().min(0);

/** `nmicheck.find/1`. */
export const findDocumentSchema = z.strictObject({
  schema: z.literal(FIND_SCHEMA),
  nmicheck: z.string(),
  policy: z.string(),
  platform: platformSchema,
  axes: z
    .record(z.string(), z.string())
    .optional()
    .describe("the values of the axes that are not off; without, all of them are off"),
  property: z.string(),
  minimalRuns: count.describe(
    "different sequences of events from which no event of the environment can be left out, before " +
      "any quotient; `poll` is one event, whatever slot it looks at",
  ),
  mazurkiewiczClasses: count.describe(
    "up to the order of neighbouring steps that commute: neither writes what the other looks at, " +
      "and what both write, both set to the same value",
  ),
  scenarios: count.describe(
    "up to that order, the names of RIPs, and which slot of a handler is which",
  ),
  classes: z
    .array(
      z.strictObject({
        description: z.string().describe("the common cause, in terms of the kernel"),
        runs: z.int().min(1),
        mazurkiewiczClasses: z.int().min(1),
        scenarios: z.int().min(1),
        example: z.strictObject({
          length: z.int().min(1).describe("states, the initial one included"),
          events: z.array(z.string()).readonly(),
          file: z.string().optional().describe("where its trace was written"),
          engines: z
            .array(
              z.strictObject({
                engine: z.string(),
                verdict: z.enum(["agrees", "diverges", "unsupported", "failed"]),
                detail: z.string().optional(),
              }),
            )
            .readonly(),
        }),
      }),
    )
    .readonly(),
  complete: z.strictObject({
    complete: z.boolean(),
    how: z.string(),
    maxEvents: count.optional().describe("events of the environment, where the search is bounded"),
    bound: z.string().optional().describe("the time or the memory that ended the search"),
    unsorted: count
      .optional()
      .describe("minimal runs that were found, and that are in no class: their time was over"),
    nodes: count.describe("states of the product that were visited"),
  }),
});

export type FindDocument = z.infer<typeof findDocumentSchema>;

/** How it is known that no minimal run is missing, or within which bound, in a sentence. */
export function completenessText(completeness: Completeness): string {
  const { nodes } = completeness;
  if (completeness.is === "complete") {
    return `every length: the product of the model with all runs that leave something out was exhausted (${nodes} states)`;
  }
  const { maxEvents, bound, unsorted } = completeness;
  const within = bound === undefined ? "" : `, within ${boundText(bound)}`;
  if (unsorted !== undefined) {
    return `${unsorted} more minimal runs were found, and not sorted by cause${within}`;
  }
  if (nodes === 0) return `the states of the model were not exhausted${within}`;
  return `exhausted up to ${maxEvents} events of the environment (${nodes} states of the product)${within}; longer runs were not looked for`;
}

/** The text of the JSON Schema (draft 2020-12) of `find --json`, as published in `schemas/`. */
export function findJsonSchema(): string {
  return publishedSchema(
    findDocumentSchema,
    "nmicheck.find/1: every minimal scenario that violates a property",
  );
}
