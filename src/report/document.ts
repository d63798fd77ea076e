import { z } from "zod";
import { checkDocumentSchema } from "../check/document.js";
import { nmiSchema, platformSchema, stateSchema } from "../trace/schema.js";

/** The name and version of the document that a report is made of. */
export const REPORT_SCHEMA = "nmicheck.report/1";

const count = z.int().min(0);
const positive = z.int().min(1);
const step = {
  cpu: count,
  changed: stateSchema
    .partial()
    .describe("the variables that the event changed, with their new values"),
};

/** An event of a trace, with the state after it told as the difference from the state before. */
const briefEvent = z.discriminatedUnion("event", [
  z.strictObject({ event: z.literal("raise"), handler: count, slot: count, ...step }),
  z.strictObject({ event: z.literal("external"), ...step }),
  z.strictObject({ event: z.literal("execute"), place: positive, ...step }),
  z.strictObject({ event: z.literal("deliver"), ...step }),
  z.strictObject({ event: z.literal("poll"), ...step }),
  z.strictObject({ event: z.literal("decide"), ...step, shows: nmiSchema }),
]);

const modelIdentity = z.strictObject({
  name: z.string(),
  sha256: z.string().describe("SHA-256 of the generated TLA+ module"),
});

/** What one engine says of one trace. */
const engineVerdict = z.strictObject({
  engine: z.string().describe("as it was asked for"),
  version: z.string().describe("as it names itself; empty where it never did"),
  verdict: z.enum(["agrees", "diverges", "unsupported", "failed"]),
  nmis: count.optional().describe("NMIs that were compared"),
  detail: z.string().optional().describe("where it does not agree: why"),
  imitated: z.array(z.string()).readonly().optional().describe("what the engine only imitated"),
});

const reportTrace = z.strictObject({
  id: z.string().describe("unique in the report; links name it"),
  from: z.enum(["check", "find", "file", "limits"]),
  command: z.string().describe("what shows this behaviour again"),
  model: modelIdentity,
  policy: z.strictObject({ name: z.string(), builtIn: z.boolean() }),
  platform: platformSchema,
  property: z.string().nullable(),
  initial: stateSchema,
  events: z.array(briefEvent).readonly(),
  engines: z.array(engineVerdict).readonly(),
});

const verdict = checkDocumentSchema.shape.results.element
  .omit({ trace: true, omission: true })
  .extend({
    model: modelIdentity,
    command: z.string().describe("what gives this verdict again"),
    asRecorded: z
      .boolean()
      .nullable()
      .describe(
        "whether it is the verdict that nmicheck records of itself; null: none is recorded",
      ),
    counterexample: z.string().optional().describe("the id of its trace"),
  });

const scenarios = z.strictObject({
  policy: z.string(),
  model: modelIdentity,
  platform: platformSchema,
  property: z.string(),
  command: z.string(),
  minimalRuns: count,
  mazurkiewiczClasses: count,
  classes: z
    .array(
      z.strictObject({
        facts: z.array(z.string()).readonly(),
        runs: positive,
        mazurkiewiczClasses: positive,
        example: z.string().describe("the id of its trace"),
      }),
    )
    .readonly(),
  complete: z.strictObject({ complete: z.boolean(), how: z.string() }),
});

const graph = z.strictObject({
  id: z.string(),
  policy: z.string(),
  model: modelIdentity,
  platform: platformSchema,
  variables: z
    .array(
      z.strictObject({
        name: z.string(),
        values: z.array(z.string()).readonly().describe("the values that occur, as JSON"),
        of: z.array(count).readonly().describe("for each state, the place of its value"),
      }),
    )
    .readonly(),
  events: z.array(z.string()).readonly(),
  edges: z
    .array(z.tuple([count, count, count]).readonly())
    .readonly()
    .describe("source, event, target; states are numbered from 0, breadth first"),
  violates: z
    .array(z.strictObject({ property: z.string(), states: z.array(count).readonly() }))
    .readonly(),
});

const pair = z.strictObject({
  id: z.string(),
  title: z.string(),
  text: z.string(),
  left: z.string().describe("the id of a trace"),
  right: z.string().describe("the id of a trace"),
});

export const reportSchema = z.strictObject({
  schema: z.literal(REPORT_SCHEMA),
  nmicheck: z.string(),
  created: z.iso.datetime(),
  command: z.string().describe("what made the report"),
  checker: checkDocumentSchema.shape.checker.describe("who gave the verdicts"),
  properties: z.array(z.strictObject({ name: z.string(), meaning: z.string() })).readonly(),
  verdicts: z.array(verdict).readonly(),
  scenarios: z.array(scenarios).readonly(),
  traces: z.array(reportTrace).readonly(),
  pairs: z.array(pair).readonly(),
  graphs: z.array(graph).readonly(),
  notes: z.array(z.string()).readonly().describe("what was asked for and is not in the report"),
});

export type ReportDocument = z.infer<typeof reportSchema>;
export type ReportVerdict = ReportDocument["verdicts"][number];
export type ReportScenarios = ReportDocument["scenarios"][number];
export type ReportTrace = ReportDocument["traces"][number];
export type ReportGraph = ReportDocument["graphs"][number];
export type ReportPair = ReportDocument["pairs"][number];
export type BriefEvent = z.infer<typeof briefEvent>;
export type EngineVerdict = z.infer<typeof engineVerdict>;
