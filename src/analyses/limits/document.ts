import { z } from "zod";
import { publishedSchema } from "../../base/package/published-schema.js";
import { platformNames } from "../../machine/configuration/platform.js";
import { platformSchema } from "../../machine/configuration/platform-schema.js";
import { differences } from "./comparison.js";
import { aspects } from "./observation.js";
import { walkNames } from "./walk.js";

/** The name and version of the document that `nmicheck limits --json` prints. */
export const LIMITS_SCHEMA = "nmicheck.limits/1";

const count = z.int().min(0);

const decisionCounts = {
  surelyUnknown: count.describe("whatever has happened, a report is right"),
  surelyNot: count.describe("whatever has happened, there was no unknown edge"),
  cannotTell: count.describe("runs that look the same ask for both answers"),
};

const engineVerdicts = z
  .array(
    z.strictObject({
      engine: z.string(),
      verdict: z.enum(["agrees", "diverges", "unsupported", "failed"]),
      detail: z.string().optional(),
    }),
  )
  .readonly();

const run = z.strictObject({
  length: z.int().min(1).describe("states, the initial one included"),
  events: z.array(z.string()).readonly(),
  file: z.string().optional().describe("where its trace was written"),
  engines: engineVerdicts,
});

const certificate = z.strictObject({
  shows: z
    .enum(["pair", "noPair", "perfectPolicy"])
    .describe(
      "pair: it is a shortest one, of the model composed with itself; noPair: that composition has " +
        "none; perfectPolicy: the model with the table of the best policy without a false swallow " +
        "goes wrong nowhere",
    ),
  checker: z.string().describe("TLC, with its version"),
  jarSha256: z.string(),
  jarVerified: z.boolean(),
  distinct: count.describe("states of that model that TLC has seen"),
  seconds: z.number().min(0),
});

/** What the machine has beside the core; without, it is the core. */
const axes = z.record(z.string(), z.string()).readonly().optional();

const observation = z.array(z.enum(aspects)).readonly();

const verdict = z.strictObject({
  platform: z.enum(platformNames),
  property: z.string(),
  verdict: z.enum(["holds", "violated", "bounded", "failed"]),
  length: count.optional().describe("states of the counterexample"),
});

const difference = z.strictObject({
  kind: z
    .enum(differences)
    .describe(
      "losesLess, losesMore: unknown edges that only the kernel, or only the policy, swallows; " +
        "reportsLess, reportsMore: the same of spurious reports",
    ),
  length: z.int().min(1).describe("states of a shortest run that shows it"),
  events: z.array(z.string()).readonly(),
  file: z.string().optional().describe("where the trace of the kernel's policy was written"),
});

const state = z.string().describe("a state of the table: `a` is the first one");

const table = z.strictObject({
  looksAt: observation.describe("as little of what is seen as decides all the same"),
  rows: z
    .array(
      z.strictObject({
        state,
        unclaimed: z
          .boolean()
          .describe("no handler claimed the NMI, and the reason port told of nothing"),
        external: z
          .literal(true)
          .optional()
          .describe("no handler claimed it, and the reason port told what it was"),
        seen: z
          .array(z.string())
          .readonly()
          .describe("what looks so, by `looksAt`; empty: whatever it looks like"),
        says: z
          .enum(["report", "swallow"])
          .nullable()
          .describe("null where a handler claimed the NMI: there is nothing to decide"),
        next: state,
      }),
    )
    .readonly(),
});

const best = z.strictObject({
  promise: z.enum(["NoSpurious", "NoFalseSwallow"]).describe("the property that it keeps"),
  says: z.string().describe("the promise, and what it is best at"),
  policyFile: z.string().nullable().describe("null where there is none that people could read"),
  policyText: z.string().nullable(),
  told: z
    .enum(aspects)
    .optional()
    .describe(
      "the value of the axis `policy-input` that its file needs: `check --axis policy-input=…`",
    ),
  noFileBecause: z
    .string()
    .optional()
    .describe("why it is no policy file that people could read; it is the table alone then"),
  table: table.describe("the policy as a table; one row for each thing that it does"),
  states: count.describe("of its machine"),
  isSmallest: z.boolean().describe("no machine with fewer states decides alike"),
  scorecard: z
    .array(verdict)
    .readonly()
    .describe("on the four platforms; of a table alone, only on the one asked about"),
  improvesOnMainline: z
    .boolean()
    .describe("on the platform asked about it does something better and nothing worse"),
  differsAfter: z
    .array(z.string())
    .readonly()
    .nullable()
    .describe("what is seen up to the first NMI that the kernel ends differently; null if none"),
  traces: z.array(difference).readonly().describe("on the platform asked about"),
  platforms: z
    .array(
      z.strictObject({
        platform: z
          .enum(platformNames)
          .describe("each of the four; of a table alone, only the one asked about"),
        gains: z.array(difference).readonly(),
        costs: z.array(difference).readonly(),
      }),
    )
    .readonly(),
  amendment: z
    .array(
      z.strictObject({
        name: z.string(),
        text: z.string(),
        find: z.string().describe("text of nmi.c"),
        put: z.string().describe("what takes its place"),
      }),
    )
    .readonly()
    .nullable()
    .describe("the fewest known changes of nmi.c that decide so; null where none do"),
  amendedKernels: z
    .array(
      z.strictObject({
        engine: z.string(),
        conforms: z.boolean(),
        edges: z.strictObject({ total: count, covered: count }),
        detail: z.string().optional(),
      }),
    )
    .readonly()
    .describe("compiled nmi.c with the amendment, checked against the policy on every edge"),
});

/** `nmicheck.limits/1`. */
export const limitsDocumentSchema = z.strictObject({
  schema: z.literal(LIMITS_SCHEMA),
  nmicheck: z.string(),
  platform: platformSchema,
  axes,
  walk: z.enum(walkNames).describe("how the chain of handlers is walked"),
  observation: observation.describe("what is seen of each NMI"),
  knowledgeSets: count,
  perfectPolicy: z
    .boolean()
    .describe("some policy has neither a false swallow nor a spurious report"),
  pair: z
    .strictObject({
      length: count.describe("steps of both runs together"),
      seen: z.array(z.string()).readonly().describe("of each NMI, in both runs"),
      reported: run.describe("an unknown edge is in its last NMI"),
      swallowed: run.describe("no unknown edge is in its last NMI, and none is owed"),
    })
    .optional()
    .describe("two runs that look the same; one must be reported, the other swallowed"),
  everyChain: z
    .strictObject({
      pairs: z
        .array(
          z.strictObject({
            chain: z.array(z.int().min(1)).readonly(),
            length: count.describe("steps of both runs together"),
            seen: z.array(z.string()).readonly().describe("of each NMI, in both runs"),
            reported: z.array(z.string()).readonly(),
            swallowed: z.array(z.string()).readonly(),
          }),
        )
        .readonly()
        .describe(
          "two such runs on each chain of two slots, with one ip: every longer one contains one",
        ),
      provenBy: z
        .array(z.string())
        .readonly()
        .describe(
          "the solvers that have proven that a run on these chains is one on every chain that contains them",
        ),
    })
    .optional()
    .describe(
      "why no policy is perfect on any chain with two slots or more; without, that is not shown",
    ),
  certified: certificate
    .nullable()
    .describe("by TLC, of the observer asked about; the explorer has found it"),
  notCertifiedBecause: z.string().optional(),
  decisions: z.strictObject({
    ...decisionCounts,
    withCredit: z
      .strictObject(decisionCounts)
      .describe("where a report is right as well if one is owed from earlier"),
  }),
  best: z.array(best).readonly(),
  observations: z
    .array(
      z.strictObject({
        observation,
        knowledgeSets: count,
        perfectPolicy: z.boolean(),
        pairLength: count.nullable().describe("steps of both runs of a shortest pair together"),
        decisions: z.strictObject({
          ...decisionCounts,
          withCredit: z.strictObject(decisionCounts),
        }),
      }),
    )
    .readonly()
    .describe(
      "what this and other observers can know of the same machine, by the explorer alone: " +
        "`--observe` has TLC certify one of them",
    ),
  bounded: z
    .array(
      z.strictObject({
        observation: observation.optional().describe("an observer of whom nothing is known"),
        promise: z.string().optional().describe("a promise whose best policy is not known"),
        within: z.string().describe("the time or the memory within which it was not found out"),
      }),
    )
    .readonly()
    .optional()
    .describe("what is missing in `best` and in `observations`"),
});

/** What is printed where nothing is known of the observer itself within the bounds. */
export const limitsBoundedSchema = z.strictObject({
  schema: z.literal(LIMITS_SCHEMA),
  nmicheck: z.string(),
  platform: platformSchema,
  axes,
  walk: z.enum(walkNames),
  observation,
  bounded: z.string().describe("the time or the memory within which nothing was found out"),
});

export type LimitsDocument = z.infer<typeof limitsDocumentSchema>;

/** The text of the JSON Schema (draft 2020-12) of `limits --json`, as published in `schemas/`. */
export function limitsJsonSchema(): string {
  return publishedSchema(
    z.union([limitsDocumentSchema, limitsBoundedSchema]),
    "nmicheck.limits/1: what any heuristic can and cannot know",
  );
}
