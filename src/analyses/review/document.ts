import { z } from "zod";
import { publishedSchema } from "../../base/package/published-schema.js";
import type { NamedAxes } from "../../machine/configuration/named-axes.js";
import { platformNames } from "../../machine/configuration/platform.js";
import { everyStateProperty } from "../../machine/model/property-names.js";
import type { Learned } from "../learn/learned.js";
import type { PatchedTree } from "./patched-tree.js";
import { isChanged, isRegression, type Review } from "./review.js";

/** The name and version of what `review --json` prints. */
export const REVIEW_SCHEMA = "nmicheck.review/1";

const count = z.int().min(0);
const shortVerdict = z.strictObject({
  verdict: z.enum(["holds", "violated", "bounded", "failed"]),
  length: count.nullable().describe("states of the shortest counterexample"),
});
const causesSchema = z.strictObject({
  shared: count.describe("causes that both have"),
  changes: z
    .array(
      z.strictObject({
        change: z.enum(["new", "gone"]),
        facts: z.array(z.string()).readonly().describe("the cause, in terms of the kernel"),
        runs: z.int().min(1).describe("minimal runs, as `find` counts them"),
        example: z.array(z.string()).readonly().describe("a shortest one, event by event"),
      }),
    )
    .readonly(),
  mostEvents: count
    .nullable()
    .describe("runs of more events of the environment were not searched; null: none is missing"),
});
const side = z.strictObject({
  from: z.string().describe("the engine as it was named"),
  source: z.string().describe("what was learned, with its version"),
  states: count.describe("of the learned machine"),
  phases: z.array(z.string()).readonly().describe("what the policy keeps, by name"),
  policyText: z.string(),
});

export const reviewSchema = z.strictObject({
  schema: z.literal(REVIEW_SCHEMA),
  nmicheck: z.string().describe("the version of nmicheck"),
  patch: z
    .strictObject({
      file: z.string(),
      changes: z.array(z.string()).readonly().describe("files of the engine"),
      leaves: z.array(z.string()).readonly().describe("other files, which no engine is made of"),
      places: z
        .array(z.strictObject({ file: z.string(), line: z.int().min(1), endLine: z.int().min(1) }))
        .readonly()
        .describe("the lines that each hunk changes, by the numbers of the patch"),
      moved: z.array(z.string()).readonly().describe("hunks that stand elsewhere, as `patch` says"),
    })
    .nullable()
    .describe("null where two engines were named"),
  machine: z
    .strictObject({
      chain: z.array(z.int().min(1)).readonly(),
      rips: z.int().min(1),
      axes: z.record(z.string(), z.string()).describe("values of axes that are not off"),
    })
    .describe("what the verdicts are of, on each platform"),
  before: side,
  after: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("policy"), ...side.shape }),
    z.strictObject({
      kind: z.literal("no policy"),
      code: z.string(),
      message: z.string().describe("why no policy was learned"),
    }),
  ]),
  difference: z
    .discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("nmis"),
        nmis: z
          .array(
            z.strictObject({
              nmi: z.string(),
              events: z.array(z.string()).readonly().describe("up to the one that takes it"),
              before: z.string(),
              after: z.string(),
            }),
          )
          .readonly()
          .describe("the last one is answered otherwise"),
      }),
      z.strictObject({
        kind: z.literal("events"),
        events: z.array(z.string()).readonly(),
        sentence: z.string().describe("what is otherwise at the end"),
      }),
    ])
    .nullable()
    .describe("the shortest behaviour that tells the two apart; null where none was found"),
  onCpus: z
    .strictObject({
      cpus: z.int().min(2),
      board: z.string().describe("how they hang together"),
      edges: count.describe("edges of the state graph that were run on the engine"),
      difference: z
        .strictObject({ events: z.array(z.string()).readonly(), sentence: z.string() })
        .nullable(),
      reason: z.string().nullable().describe("why it was not asked to the end; null where it was"),
    })
    .nullable()
    .describe(
      "whether the code after the change is on each of several CPUs the policy that was learned on one; null where the machine has one",
    ),
  untouched: z
    .array(z.string())
    .readonly()
    .describe("what the two do alike whatever came before; none where they are not compared"),
  verdicts: z
    .array(
      z.strictObject({
        platform: z.enum(platformNames),
        property: z.enum(everyStateProperty),
        before: shortVerdict,
        after: shortVerdict,
        changed: z.boolean(),
        regression: z.boolean().describe("it held before, or is violated from a new cause"),
        causes: causesSchema.nullable().describe("why it is violated; null where both hold"),
      }),
    )
    .readonly()
    .describe("none where the two are the same policy, or one is none"),
});

export type ReviewDocument = z.infer<typeof reviewSchema>;

/** What a change does, as `--json` prints it. */
export function reviewDocument(
  nmicheck: string,
  { before, after, difference, untouched, verdicts, onCpus }: Review,
  patch: { readonly file: string; readonly tree: PatchedTree } | null,
  axes: NamedAxes["names"] = {},
): ReviewDocument {
  const { chain, rips } = before.document.machine;
  return {
    schema: REVIEW_SCHEMA,
    nmicheck,
    patch:
      patch === null
        ? null
        : {
            file: patch.file,
            changes: patch.tree.changes,
            leaves: patch.tree.leaves,
            places: patch.tree.places,
            moved: patch.tree.moved,
          },
    machine: { chain, rips, axes },
    before: sideOf(before),
    after:
      after.kind === "learned"
        ? { kind: "policy", ...sideOf(after.learned) }
        : { kind: "no policy", code: after.diagnostic.code, message: after.diagnostic.message },
    difference,
    onCpus,
    untouched,
    verdicts: verdicts.map((pair) => ({
      ...pair,
      changed: isChanged(pair),
      regression: isRegression(pair),
    })),
  };
}

function sideOf({ document }: Learned): z.infer<typeof side> {
  const { from, source, states, phases, policyText } = document;
  return { from, source, states, phases: phases.map(({ name }) => name), policyText };
}

/** Whether the change is as one would have it: a policy, under which nothing is violated that held, or from a new cause. */
export function isAsExpected({ after, verdicts, onCpus }: ReviewDocument): boolean {
  const isOne = onCpus === null || (onCpus.difference === null && onCpus.reason === null);
  return after.kind === "policy" && isOne && verdicts.every(({ regression }) => !regression);
}

/** The text of the JSON Schema (draft 2020-12) of `review --json`, as published in `schemas/`. */
export function reviewJsonSchema(): string {
  return publishedSchema(reviewSchema, "nmicheck.review/1: what a change of a kernel's code does");
}
