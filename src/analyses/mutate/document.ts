import { z } from "zod";
import { platformNames } from "../../machine/configuration/platform.js";
import type { Campaign, JudgedMutant } from "./campaign.js";
import { gateLayers } from "./gates.js";
import { changeText, mutationOperators } from "./mutation.js";

/** The name and version of the document that `mutate --json` prints. */
export const MUTATE_SCHEMA = "nmicheck.mutate/1";

const count = z.int().min(0);

const mutantSchema = z.strictObject({
  operator: z.enum(mutationOperators),
  file: z.string(),
  line: z.int().min(1),
  column: z.int().min(1),
  before: z.string().describe("the text of the source that is changed"),
  after: z.string().describe("what it becomes, or in parentheses what is done to it"),
  fate: z.discriminatedUnion("fate", [
    z.strictObject({
      fate: z.literal("killed"),
      by: z.enum(gateLayers).describe("what has seen it"),
      subject: z.string().describe("policy and machine"),
      what: z.string(),
    }),
    z.strictObject({
      fate: z.literal("equivalent"),
      configurations: z.int().min(1).describe("in how many the state graphs were compared"),
      states: count.describe("in all of them together"),
      edges: count,
    }),
    z.strictObject({
      fate: z.literal("survived"),
      subject: z.string().describe("a configuration in which its state graph is another one"),
    }),
  ]),
});

/** What `mutate --json` prints. */
export const mutateDocumentSchema = z
  .strictObject({
    schema: z.literal(MUTATE_SCHEMA),
    nmicheck: z.string(),
    gates: z
      .array(z.string())
      .describe("of the config, whose subjects these are; none where options have named them"),
    policies: z.array(z.string()),
    platforms: z.array(z.enum(platformNames)),
    chain: z.array(z.int().min(1)).nullable().describe("null where gates have several"),
    rips: z.int().min(1).nullable().describe("null where gates have several"),
    axes: z
      .array(z.record(z.string(), z.string()))
      .describe("of each machine the values that are not off, as `--axis` takes them"),
    properties: z.array(z.string()),
    killed: count,
    equivalent: count,
    survived: count,
    elsewhere: count.describe("changes of the source that none of the machines has"),
    left: count.describe("changes that were not judged, since the run was stopped"),
    score: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .describe("killed by killed and survived; null where there is neither"),
    mutants: z.array(mutantSchema),
  })
  .meta({ title: "nmicheck.mutate/1", description: "what the gates see of changed models" });

export type MutateDocument = z.infer<typeof mutateDocumentSchema>;

/** The text of the JSON Schema under `schemas/`. */
export function mutateJsonSchema(): string {
  return `${JSON.stringify(z.toJSONSchema(mutateDocumentSchema), null, 2)}\n`;
}

/** How many mutants had which fate, and the share of those that could be seen which were. */
export interface Score {
  readonly killed: number;
  readonly equivalent: number;
  readonly survived: number;
  /** Null where nothing was to be seen. */
  readonly score: number | null;
}

/** The figures of a campaign. */
export function scoreOf({ mutants }: Campaign): Score {
  const of = (kind: JudgedMutant["fate"]["fate"]): number =>
    mutants.filter(({ fate }) => fate.fate === kind).length;
  const [killed, equivalent, survived] = [of("killed"), of("equivalent"), of("survived")];
  const seen = killed + survived;
  return { killed, equivalent, survived, score: seen === 0 ? null : killed / seen };
}

/** The document of `mutate --json`. */
export function mutateDocument(
  about: Pick<
    MutateDocument,
    "nmicheck" | "gates" | "policies" | "platforms" | "chain" | "rips" | "axes" | "properties"
  >,
  campaign: Campaign,
): MutateDocument {
  return {
    schema: MUTATE_SCHEMA,
    ...about,
    ...scoreOf(campaign),
    elsewhere: campaign.elsewhere,
    left: campaign.left,
    mutants: campaign.mutants.map(mutantDocument),
  };
}

function mutantDocument({ mutation, fate }: JudgedMutant): MutateDocument["mutants"][number] {
  const { operator, place, before } = mutation;
  const { file, line, column } = place;
  const written = { operator, file, line, column, before, after: changeText(mutation) };
  switch (fate.fate) {
    case "killed":
      return {
        ...written,
        fate: { fate: "killed", by: fate.layer, subject: fate.subject, what: fate.what },
      };
    case "equivalent":
    case "survived":
      return { ...written, fate };
  }
}
