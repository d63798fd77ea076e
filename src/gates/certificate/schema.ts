import { z } from "zod";
import type { DocumentKind } from "../../base/document/diagnostics.js";
import { programName } from "../../base/package/program-name.js";
import { publishedSchema } from "../../base/package/published-schema.js";
import { advisorySchema } from "../../checkers/advisory/schema.js";
import { axesRecordSchema } from "../../machine/configuration/axes-record.js";
import { platformNames } from "../../machine/configuration/platform.js";
import { everyProperty } from "../../machine/model/property-names.js";

/** The name and version of a certificate. */
export const CERTIFICATE_SCHEMA = "nmicheck.certificate/1";

export const certificateKind: DocumentKind = {
  noun: "certificate",
  schema: CERTIFICATE_SCHEMA,
  remedy: `\`${programName()} gate --certificates FOLDER\` writes certificates anew.`,
};

const count = z.int().min(0);
const digest = z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in 64 hexadecimal digits");
/** Shown on terminals: nothing in it may control one. */
const line = z
  .string()
  .regex(/^[^\p{C}]*$/u, "must be a text without control characters")
  .max(4000);
const lines = z.array(line).max(100_000).readonly();

/** Everything that a verdict depends on. */
export const dependsSchema = z.strictObject({
  nmicheck: line.describe("the version of nmicheck"),
  build: digest.describe("of the programs of nmicheck, its own engines among them"),
  checker: z.enum(["tlc", "explorer"]),
  jar: digest.nullable().describe("of the jar of TLC; null where the explorer gives the verdicts"),
  java: z.int().min(1).nullable().describe("the major version of Java; null as above"),
  ir: digest.describe("of the model's intermediate form, in canonical JSON"),
  tla: digest.describe("of the generated TLA+ module"),
  configurations: z
    .partialRecord(z.enum(platformNames), digest)
    .describe("of the module and .cfg that configure it for TLC, for each platform"),
  engines: z.record(line, digest).describe("of each engine that is to play the counterexamples"),
});

export type Depends = z.infer<typeof dependsSchema>;

const everyChain = z
  .strictObject({
    obligations: z.int().min(1).describe("how many were met"),
    clauses: lines.describe("the names of the clauses of the invariant"),
    solvers: lines.describe("who found none of them refuted"),
  })
  .readonly();

/** A proof for every chain, as a certificate has it. */
export type CertifiedProof = z.infer<typeof everyChain>;

const verdict = z.discriminatedUnion("verdict", [
  z.strictObject({
    property: z.enum(everyProperty),
    verdict: z.literal("holds"),
    everyChain: everyChain
      .optional()
      .describe("the proof for every chain and any number of ips; without, it is for this machine"),
  }),
  z.strictObject({
    property: z.enum(everyProperty),
    verdict: z.literal("violated"),
    because: line,
    events: lines.describe("of a shortest counterexample"),
    replayedOn: lines.describe("engines that played it and agreed"),
  }),
]);

const platform = z.strictObject({
  name: z.enum(platformNames),
  states: z.strictObject({ distinct: count, generated: count }),
  diameter: count.describe("states on the longest shortest path, the initial one included"),
  collisionProbability: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .describe("that TLC took two states for one; null where no run of TLC is behind it"),
  coverage: z.strictObject({
    actions: z.record(line, count).describe("steps of each action"),
    preconditions: z
      .partialRecord(z.enum(everyProperty), count)
      .describe("states in which the property has something to say"),
    policyCalls: count.describe("different arguments with which the policy is called"),
    unreached: lines.describe("parts of the policy that no state evaluates"),
  }),
  agreed: lines.describe("those who came to these counts independently"),
  verdicts: z.array(verdict).readonly(),
});

export const certificateSchema = z.strictObject({
  schema: z.literal(CERTIFICATE_SCHEMA),
  key: digest.describe("of what is asked, and of everything that the answer depends on"),
  policy: z.strictObject({ name: line, builtIn: z.boolean() }),
  chain: z.tuple([z.int().min(1)], z.int().min(1)).readonly(),
  rips: z.int().min(1),
  axes: axesRecordSchema
    .optional()
    .describe("what the machine has beside the core, by the names of `nmicheck axes`"),
  scope: z
    .literal("every-chain")
    .optional()
    .describe("what holds is proven for every chain and any number of ips"),
  depends: dependsSchema,
  platforms: z
    .array(platform)
    .readonly()
    .refine(
      (all) => new Set(all.map(({ name }) => name)).size === all.length,
      "must have each platform once",
    ),
  advisories: z
    .array(advisorySchema)
    .readonly()
    .optional()
    .describe("the known bugs of TLC, where it gave the verdicts, and why none has touched them"),
  sha256: digest.describe("of everything else in this document, in canonical JSON"),
});

export type Certificate = z.infer<typeof certificateSchema>;
export type CertifiedPlatform = Certificate["platforms"][number];

/** The JSON Schema (draft 2020-12) of a certificate, as published in `schemas/`. */
export function certificateJsonSchema(): string {
  return publishedSchema(certificateSchema, "nmicheck.certificate/1: proven verdicts of a policy");
}
