import { z } from "zod";
import type { KeptKind } from "../../base/kept/kept-answer.js";
import type { Campaign } from "./campaign.js";
import { gateLayers } from "./gates.js";
import { mutationOperators } from "./mutation.js";

const count = z.int().min(0);

const placeSchema = z.strictObject({
  file: z.string(),
  line: z.int().min(1),
  column: z.int().min(1),
  source: z.string().exactOptional(),
  caret: count.exactOptional(),
});

const mutationSchema = z.strictObject({
  operator: z.enum(mutationOperators),
  place: placeSchema,
  offset: count,
  before: z.string(),
  change: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("replaced"), after: z.string() }),
    z.strictObject({ kind: z.literal("dropped") }),
    z.strictObject({ kind: z.literal("described"), what: z.string() }),
  ]),
});

const fateSchema = z.discriminatedUnion("fate", [
  z.strictObject({
    fate: z.literal("killed"),
    subject: z.string(),
    layer: z.enum(gateLayers),
    what: z.string(),
  }),
  z.strictObject({
    fate: z.literal("equivalent"),
    configurations: count,
    states: count,
    edges: count,
  }),
  z.strictObject({ fate: z.literal("survived"), subject: z.string() }),
]);

/** Campaigns that judged every mutant. */
export const keptCampaigns: KeptKind<Campaign> = {
  name: "campaigns",
  schema: z.strictObject({
    mutants: z.array(z.strictObject({ mutation: mutationSchema, fate: fateSchema })).readonly(),
    elsewhere: count,
    left: z.literal(0),
  }),
};
