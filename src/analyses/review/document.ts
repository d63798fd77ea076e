import { z } from "zod";
import { publishedSchema } from "../../base/package/published-schema.js";
import { platformNames } from "../../machine/configuration/platform.js";
import { nmiProperties } from "../../machine/model/nmi-model.js";
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
      moved: z.array(z.string()).readonly().describe("hunks that stand elsewhere, as `patch` says"),
    })
    .nullable()
    .describe("null where two engines were named"),
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
          .array(z.strictObject({ nmi: z.string(), before: z.string(), after: z.string() }))
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
  verdicts: z
    .array(
      z.strictObject({
        platform: z.enum(platformNames),
        property: z.enum(nmiProperties),
        before: shortVerdict,
        after: shortVerdict,
        changed: z.boolean(),
        regression: z.boolean().describe("it held before"),
      }),
    )
    .readonly()
    .describe("none where the two are the same policy, or one is none"),
});

export type ReviewDocument = z.infer<typeof reviewSchema>;

/** What a change does, as `--json` prints it. */
export function reviewDocument(
  nmicheck: string,
  { before, after, difference, verdicts }: Review,
  patch: { readonly file: string; readonly tree: PatchedTree } | null,
): ReviewDocument {
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
            moved: patch.tree.moved,
          },
    before: sideOf(before),
    after:
      after.kind === "learned"
        ? { kind: "policy", ...sideOf(after.learned) }
        : { kind: "no policy", code: after.fault.code, message: after.fault.message },
    difference,
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

/** Whether the change is as one would have it: a policy, under which nothing is violated that held. */
export function isAsExpected({ after, verdicts }: ReviewDocument): boolean {
  return after.kind === "policy" && verdicts.every(({ regression }) => !regression);
}

/** The text of the JSON Schema (draft 2020-12) of `review --json`, as published in `schemas/`. */
export function reviewJsonSchema(): string {
  return publishedSchema(reviewSchema, "nmicheck.review/1: what a change of a kernel's code does");
}
