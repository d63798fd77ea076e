import { z } from "zod";
import { publishedSchema } from "../../base/package/published-schema.js";
import { axesRecordSchema } from "../../machine/configuration/axes-record.js";
import { platformNames } from "../../machine/configuration/platform.js";
import { everyProperty } from "../../machine/model/property-names.js";
import { verdictScopes } from "../../machine/proof/verdict-scopes.js";
import type { GateOutcome, GateRun } from "../gate/outcome.js";
import { passes, reasonsOf } from "../gate/outcome.js";
import type { Reason } from "../gate/reason.js";
import type { Reporter } from "./reporter.js";

/** The name and version of what `gate --json` prints. */
export const GATE_SCHEMA = "nmicheck.gate/1";

const count = z.int().min(0);

const reason = z.strictObject({
  code: z.string().describe("why, for machines: `verdict`, `pin-differs`, `action-never-fired` …"),
  message: z.string(),
  details: z.array(z.string()).readonly(),
  place: z
    .strictObject({ file: z.string(), line: z.int().min(1), column: z.int().min(1) })
    .nullable(),
});

const verdict = z.strictObject({
  platform: z.enum(platformNames),
  property: z.enum(everyProperty),
  expected: z.enum(["holds", "violated"]),
  verdict: z.enum(["holds", "violated", "bounded", "failed"]),
  scope: z
    .enum(verdictScopes)
    .describe(
      "which machines it is about: the gate's; every one whose chain contains the gate's; or every chain, where the gate asks for that and it is proven",
    ),
  certified: z.boolean().describe("by TLC, from a jar with a known digest"),
  states: z.strictObject({ distinct: count, generated: count }),
  depth: count,
  collisionProbability: z.number().nullable(),
  counterexample: z
    .strictObject({
      events: z.array(z.string()).readonly(),
      because: z.string(),
      replayedOn: z.array(z.string()).readonly(),
    })
    .nullable(),
  reasons: z.array(reason).readonly(),
});

const common = {
  name: z.string(),
  passes: z.boolean(),
  cached: z.boolean().describe("answered from the cache"),
  seconds: z.number().min(0),
  reasons: z.array(reason).readonly().describe("of the gate as a whole"),
};

export const gateDocumentSchema = z.strictObject({
  schema: z.literal(GATE_SCHEMA),
  nmicheck: z.string(),
  config: z.string(),
  checker: z
    .strictObject({
      name: z.enum(["tlc", "explorer"]),
      version: z.string(),
      jarSha256: z.string().optional(),
      jarVerified: z.boolean().optional(),
      reductions: z.array(z.string()).readonly().optional(),
    })
    .nullable()
    .describe("null: it ended before anybody had checked anything"),
  passes: z.boolean(),
  seconds: z.number().min(0),
  reasons: z.array(reason).readonly().describe("of the config as a whole"),
  gates: z
    .array(
      z.discriminatedUnion("kind", [
        z.strictObject({
          kind: z.literal("verdicts"),
          ...common,
          policy: z.string(),
          chain: z.array(z.int().min(1)).readonly(),
          rips: z.int().min(1),
          /** What the machine has beside the core, by the names of `nmicheck axes`. */
          axes: axesRecordSchema.exactOptional(),
          verdicts: z.array(verdict).readonly(),
        }),
        z.strictObject({
          kind: z.literal("conformance"),
          ...common,
          engine: z.string(),
          edges: z.strictObject({ total: count, covered: count }),
          nmis: count,
        }),
      ]),
    )
    .readonly(),
});

export type GateDocument = z.infer<typeof gateDocumentSchema>;

/** What came of the gates as one document, `nmicheck.gate/1`. */
export function gateDocument(run: GateRun): GateDocument {
  return {
    schema: GATE_SCHEMA,
    nmicheck: run.nmicheck,
    config: run.config,
    checker: run.checker,
    passes: passes(run),
    seconds: rounded(run.seconds),
    reasons: run.reasons.map(reasonDocument),
    gates: run.gates.map(outcomeDocument),
  };
}

function outcomeDocument(gate: GateOutcome): GateDocument["gates"][number] {
  const shared = {
    name: gate.name,
    passes: reasonsOf(gate).length === 0,
    cached: gate.cached,
    seconds: rounded(gate.seconds),
    reasons: gate.reasons.map(reasonDocument),
  };
  if (gate.kind === "conformance") {
    const { kind, engine, edges, nmis } = gate;
    return { kind, ...shared, engine, edges, nmis };
  }
  const { kind, policy, chain, rips, axes } = gate;
  return {
    kind,
    ...shared,
    policy,
    chain,
    rips,
    ...(axes === undefined ? {} : { axes }),
    verdicts: gate.verdicts.map(({ reasons, ...rest }) => ({
      ...rest,
      reasons: reasons.map(reasonDocument),
    })),
  };
}

function reasonDocument({ code, message, details, place }: Reason): z.infer<typeof reason> {
  const at = place === null ? null : { file: place.file, line: place.line, column: place.column };
  return { code, message, details, place: at };
}

function rounded(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}

/** The JSON Schema (draft 2020-12) of `gate --json`, as published in `schemas/`. */
export function gateJsonSchema(): string {
  return publishedSchema(gateDocumentSchema, "nmicheck.gate/1: what came of the gates");
}

/** The document as a report. */
export const jsonReport: Reporter = (run) => `${JSON.stringify(gateDocument(run), null, 2)}\n`;
