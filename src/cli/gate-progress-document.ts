import { z } from "zod";
import { publishedSchema } from "../base/package/published-schema.js";
import type { GateStep } from "../gates/gate/progress.js";
import { everyProperty } from "../machine/model/property-names.js";

/** The name and version of each line about a step that `gate --json` prints on stderr. */
export const GATE_PROGRESS_SCHEMA = "nmicheck.gate-progress/1";

const count = z.int().min(0);

export const gateProgressSchema = z.strictObject({
  schema: z.literal(GATE_PROGRESS_SCHEMA),
  gate: z.string(),
  platform: z.string().nullable().describe("Null for what concerns a gate as a whole."),
  property: z
    .enum(everyProperty)
    .nullable()
    .describe("Null for what concerns a platform as a whole."),
  step: z
    .enum(["cached", "checked", "counted", "conformed"])
    .describe(
      "cached: answered from its certificate. checked: a property has its verdict. counted: what a platform reaches was counted. conformed: an engine was checked against the model.",
    ),
  done: count,
  all: count,
  seconds: z.number().min(0),
});

export type GateProgressDocument = z.infer<typeof gateProgressSchema>;

/** The line about a step. */
export function gateStepLine(step: GateStep): GateProgressDocument {
  return { schema: GATE_PROGRESS_SCHEMA, ...step };
}

/** The JSON Schema (draft 2020-12) of a line, as it is published in `schemas/`. */
export function gateProgressJsonSchema(): string {
  return publishedSchema(
    gateProgressSchema,
    "nmicheck.gate-progress/1: a line of progress that gate --json prints on stderr",
  );
}
