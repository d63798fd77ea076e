import { z } from "zod";
import { policyNames } from "../../spec/policies/all.js";
import { auditSchema } from "../analyses/audit/document.js";
import { checkDocumentSchema } from "../analyses/check/document.js";
import { learnSchema } from "../analyses/learn/document.js";
import { limitsDocumentSchema } from "../analyses/limits/document.js";
import { everyStateProperty } from "../machine/model/property-names.js";
import {
  boardEventSchema,
  boardStateSchema,
  eventsWith,
  platformSchema,
  stateSchema,
} from "../machine/trace/schema.js";

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
const briefEvent = eventsWith(step);

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

/** What the machine has beside the core; without, it is the core. */
const axes = z
  .record(z.string(), z.string())
  .readonly()
  .optional()
  .describe("what the machine has beside the core");

const traceHead = {
  id: z.string().describe("unique in the report; links name it"),
  from: z.enum(["check", "find", "file", "limits"]),
  command: z.string().describe("what shows this behaviour again"),
  model: modelIdentity,
  policy: z.strictObject({ name: z.string(), builtIn: z.boolean() }),
  platform: platformSchema,
  property: z.string().nullable(),
  loop: count
    .optional()
    .describe("for a behaviour that never ends: it goes on with the event after this many"),
  engines: z.array(engineVerdict).readonly(),
} as const;

/** A behaviour of one CPU. */
const cpuTrace = z.strictObject({
  kind: z.literal("cpu"),
  ...traceHead,
  axes,
  initial: stateSchema,
  events: z.array(briefEvent).readonly(),
});

/** A behaviour of several CPUs: its events have their states whole, as `nmicheck.trace/2` has them. */
const boardTrace = z.strictObject({
  kind: z.literal("board"),
  ...traceHead,
  axes: axes.unwrap(),
  sentence: z.string().describe("why its last state is as it is, and on which CPU"),
  initial: boardStateSchema,
  events: z.array(boardEventSchema).readonly(),
});

const reportTrace = z.discriminatedUnion("kind", [cpuTrace, boardTrace]);

const verdict = checkDocumentSchema.shape.results.element.omit({ trace: true }).extend({
  model: modelIdentity,
  command: z.string().describe("what gives this verdict again"),
  asRecorded: z
    .boolean()
    .nullable()
    .describe("whether it is the verdict that nmicheck records of itself; null: none is recorded"),
  counterexample: z.string().optional().describe("the id of its trace"),
});

const scenarios = z.strictObject({
  policy: z.string(),
  model: modelIdentity,
  platform: platformSchema,
  axes,
  property: z.string(),
  command: z.string(),
  minimalRuns: count,
  mazurkiewiczClasses: count.describe("up to the order of neighbouring steps that commute"),
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
  axes,
  command: z.string().describe("what counts the same states"),
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
  command: z.string().describe("what finds this pair again"),
  seen: z.array(z.string()).readonly().describe("what is seen of each NMI, in both runs"),
  left: z.string().describe("the id of the trace that must be reported"),
  right: z.string().describe("the id of the trace that must be swallowed"),
});

const limitsShape = limitsDocumentSchema.shape;
const bestShape = limitsShape.best.unwrap().element.shape;

/** A difference between the kernel's policy and a best one, on the platform asked about. */
const difference = z.strictObject({
  kind: bestShape.traces.unwrap().element.shape.kind,
  length: positive.describe("states of a shortest run that shows it"),
});

const limits = z.strictObject({
  command: z.string(),
  platform: platformSchema,
  axes,
  walk: limitsShape.walk,
  kernel: z.string().describe("the built-in policy that the best ones are compared with"),
  observers: z
    .array(
      z.strictObject({
        sees: z.array(z.string()).readonly().describe("in words"),
        ...limitsShape.observations.unwrap().element.shape,
        pair: z.string().optional().describe("the id of a pair that looks the same to it"),
        perfect: z
          .strictObject({
            looksAt: z.string().describe("in words"),
            lines: z.array(z.string()).readonly().describe("what it does, a line for each thing"),
          })
          .optional()
          .describe("the perfect policy, where one is possible"),
      }),
    )
    .readonly()
    .describe("the one whose best policies these are comes first"),
  best: z
    .array(
      z.strictObject({
        promise: bestShape.promise,
        says: bestShape.says,
        policyText: bestShape.policyText,
        states: bestShape.states,
        isSmallest: bestShape.isSmallest,
        differsAfter: bestShape.differsAfter,
        platforms: z
          .array(
            z.strictObject({
              platform: z.string(),
              gains: z.array(difference).readonly(),
              costs: z.array(difference).readonly(),
            }),
          )
          .readonly(),
        shown: z
          .array(z.strictObject({ ...difference.shape, trace: z.string() }))
          .readonly()
          .describe("the same on the platform asked about, with the traces of the kernel's policy"),
        amendment: z
          .array(z.string())
          .readonly()
          .nullable()
          .describe("the fewest known changes of nmi.c that decide so; null where none do"),
      }),
    )
    .readonly(),
});

const atlasVerdict = count.describe("0: it holds; else the states of a shortest counterexample");
const features = z.array(z.string()).readonly();
const change = z.strictObject({
  features,
  length: atlasVerdict,
  events: z.array(z.string()).readonly(),
});

const atlas = z.strictObject({
  command: z.string(),
  chain: z.array(positive).readonly(),
  rips: positive,
  properties: z
    .array(z.strictObject({ name: z.enum(everyStateProperty), meaning: z.string() }))
    .readonly(),
  features,
  policies: z
    .array(
      z.strictObject({
        policy: z.enum(policyNames),
        machines: z
          .array(
            z
              .tuple([z.array(count).readonly(), positive, z.array(atlasVerdict).readonly()])
              .readonly(),
          )
          .readonly()
          .describe("places in the list of features; states; each property's length"),
      }),
    )
    .readonly(),
  conclusions: z
    .array(
      z.strictObject({
        policy: z.enum(policyNames),
        property: z.enum(everyStateProperty),
        length: atlasVerdict.describe("on the bare machine; 0: it holds"),
        changes: z.array(change).readonly().describe("the smallest sets with another verdict"),
        shorter: change.optional().describe("where it is violated sooner than on the bare machine"),
      }),
    )
    .readonly(),
});

const places = z.array(count).readonly();
const best = z.strictObject({
  groups: z
    .array(places)
    .readonly()
    .describe("those that no other beats; who errs alike, together"),
  beaten: z.array(z.strictObject({ policy: count, by: places })).readonly(),
});

const museum = z.strictObject({
  policies: z
    .array(
      z.strictObject({
        policy: z.string(),
        exhibit: z
          .strictObject({
            file: z.string().nullable().describe("in the folder examples/; null: it is built in"),
            unclaimed: z.string().describe("what it does with an NMI that nobody claims"),
            remembers: z.string(),
            walk: z.string(),
            reference: z.string().nullable(),
          })
          .nullable()
          .describe("null for a policy that is not of the museum"),
      }),
    )
    .readonly()
    .describe("numbers below are places in this list, counted from 0"),
  properties: z
    .array(
      z.strictObject({
        name: z.string(),
        meaning: z.string(),
        error: z.enum(["lost", "spurious"]).describe("what goes wrong where it is violated"),
      }),
    )
    .readonly(),
  machines: z
    .array(
      z.strictObject({
        command: z.string().describe("what gives these verdicts again"),
        platform: platformSchema,
        axes,
        rows: z
          .array(
            z
              .array(
                z.strictObject({
                  property: z.string(),
                  verdict: z.enum(["holds", "violated", "bounded", "failed"]),
                  length: positive.optional().describe("states of a shortest counterexample"),
                  place: positive.optional().describe("among the verdicts, counted from 1"),
                  trace: z.string().optional().describe("the id of its trace"),
                }),
              )
              .readonly(),
          )
          .readonly()
          .describe("one for each policy"),
        best: z
          .strictObject({ either: best, lost: best, spurious: best })
          .describe("by which error costs more: neither of them, a lost NMI, a spurious report"),
      }),
    )
    .readonly(),
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
  limits: z.array(limits).readonly().describe("what any heuristic can know, and the best policies"),
  atlas: atlas
    .nullable()
    .describe("every policy on the machines with axes; null where the report has none"),
  learned: z
    .array(
      learnSchema
        .omit({ transitions: true })
        .extend({ command: z.string().describe("what learns it again") }),
    )
    .readonly()
    .optional()
    .describe("the policies that were learned from engines; absent where none was"),
  log: auditSchema.optional().describe("what a machine's logs say; absent where none was named"),
  museum: museum
    .nullable()
    .describe("policies beside each other; null where fewer than two are of the museum"),
  graphs: z.array(graph).readonly(),
  notes: z.array(z.string()).readonly().describe("what was asked for and is not in the report"),
  leftOut: z
    .array(z.string())
    .readonly()
    .describe("what a report has and a machine of this one cannot have, and why"),
});

export type ReportDocument = z.infer<typeof reportSchema>;
export type ReportVerdict = ReportDocument["verdicts"][number];
export type ReportScenarios = ReportDocument["scenarios"][number];
export type ReportTrace = ReportDocument["traces"][number];
/** A behaviour of one CPU. */
export type ReportCpuTrace = Extract<ReportTrace, { readonly kind: "cpu" }>;
/** A behaviour of several CPUs. */
export type ReportBoardTrace = Extract<ReportTrace, { readonly kind: "board" }>;
export type ReportGraph = ReportDocument["graphs"][number];
export type ReportLimits = ReportDocument["limits"][number];
export type ReportLearned = NonNullable<ReportDocument["learned"]>[number];
export type ReportAtlas = z.infer<typeof atlas>;
export type ReportMuseum = z.infer<typeof museum>;
export type ReportPair = ReportDocument["pairs"][number];
export type BriefEvent = z.infer<typeof briefEvent>;
export type EngineVerdict = z.infer<typeof engineVerdict>;
