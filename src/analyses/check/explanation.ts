import { z } from "zod";
import { publishedSchema } from "../../base/package/published-schema.js";
import { explainPacking } from "../../checkers/packed/packing-table.js";
import { reduceModel } from "../../checkers/packed/reduced/reduced-model.js";
import { explainReductions } from "../../checkers/packed/reduction-explanation.js";
import { type ReductionName, reductionNames } from "../../checkers/packed/reductions.js";
import type { Model } from "../../compiler/ir/model.js";
import type { ConstantValues } from "../../compiler/ir/value.js";
import { flat } from "../../compiler/tla/flat.js";
import { chooseNames } from "../../compiler/tla/names.js";
import { platformSchema } from "../../machine/configuration/platform-schema.js";
import { constantsOf, irOfSubject, type Subject } from "../../machine/subject.js";

/** The name and version of the document that `explain --json` prints. */
export const EXPLAIN_SCHEMA = "nmicheck.explain/2";

const count = z.int().min(0);

/** `nmicheck.explain/2`. */
export const explainDocumentSchema = z.strictObject({
  schema: z.literal(EXPLAIN_SCHEMA),
  nmicheck: z.string(),
  policy: z.string(),
  platform: platformSchema,
  axes: z
    .record(z.string(), z.string())
    .readonly()
    .optional()
    .describe("what the machine has beside the core"),
  packing: z
    .strictObject({
      bits: count.describe("bits in use"),
      words: z.int().min(1).describe("words of 32 bits that each state takes"),
      rows: z
        .array(
          z.strictObject({
            part: z.string().describe("a variable, or a part of one"),
            values: z.int().min(1),
            bits: count,
            word: count,
            shift: count.describe("the place of the lowest bit in the word"),
          }),
        )
        .readonly(),
    })
    .optional(),
  reductions: z
    .array(
      z.strictObject({
        name: z.enum(reductionNames),
        applies: z.boolean(),
        what: z.string().describe("what is left out, or why nothing can be"),
        details: z.array(z.string()).readonly().describe("the same, place by place"),
        why: z.string().describe("why no verdict and no shortest length changes"),
        tlc: z.array(z.string()).readonly().describe("how TLC is told to leave the same out"),
      }),
    )
    .readonly()
    .optional(),
});

export type ExplainDocument = z.infer<typeof explainDocumentSchema>;

/** What is to be explained. */
export interface Explained {
  readonly packing: boolean;
  readonly reductions: boolean;
}

/** How the explorer keeps the states of a subject, and what of them it can leave out. */
export async function explainSubject(
  subject: Subject,
  { packing, reductions }: Explained,
  version: string,
): Promise<ExplainDocument> {
  const model = await irOfSubject(subject);
  const { name, chain, rips, sticky, shadow } = subject.platform;
  const constants = constantsOf(subject);
  return {
    schema: EXPLAIN_SCHEMA,
    nmicheck: version,
    policy: subject.policy.name,
    platform: { name, chain, rips, sticky, shadow },
    ...(subject.axes === undefined ? {} : { axes: subject.axes.names }),
    ...(packing ? { packing: explainPacking(model, constants) } : {}),
    ...(reductions
      ? {
          reductions: explainReductions(model, constants).map((explained) => ({
            ...explained,
            tlc: explained.applies ? toldToTlc(explained.name, model, constants) : [],
          })),
        }
      : {}),
  };
}

/** How TLC is told to leave out what a reduction leaves out, line by line. */
function toldToTlc(
  name: ReductionName,
  model: Model,
  constants: ConstantValues,
): readonly string[] {
  switch (name) {
    case "symmetry":
      return [
        "a `VIEW` numbers these values in the order in which they come up, in place of the values.",
      ];
    case "dead":
      return [
        "a `VIEW` leaves such parts out, and tells states apart by whether each property holds in them.",
      ];
    case "chains": {
      const names = chooseNames(model);
      const { guards } = reduceModel(model, constants, { reductions: ["chains"] });
      return [
        "further conditions of its actions:",
        ...guards.flatMap(({ action, conditions }) =>
          conditions.map((condition) => `  ${names.operator(action)}: ${flat(condition, names)}`),
        ),
      ];
    }
  }
}

/** The JSON Schema (draft 2020-12) of the document, as it is published in `schemas/`. */
export function explainJsonSchema(): string {
  return publishedSchema(
    explainDocumentSchema,
    "nmicheck.explain/2: how the explorer keeps states, and what it leaves out",
  );
}
