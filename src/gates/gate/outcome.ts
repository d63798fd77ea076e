import { z } from "zod";
import { reductionNames } from "../../checkers/packed/reductions.js";
import { axesRecordSchema } from "../../machine/configuration/axes-record.js";
import { platformNames } from "../../machine/configuration/platform.js";
import { everyProperty } from "../../machine/model/property-names.js";
import { verdictScopes } from "../../machine/proof/verdict-scopes.js";
import { placeSchema, type Reason, reasonSchema } from "./reason.js";

const count = z.int().min(0);

const verdictSchema = z.strictObject({
  platform: z.enum(platformNames),
  property: z.enum(everyProperty),
  expected: z.enum(["holds", "violated"]),
  verdict: z.enum(["holds", "violated", "bounded", "failed"]),
  /**
   * What it is about: the gate's machine; for what is violated every chain that contains the gate's,
   * where that is shown; for what holds every chain and any number of ips, where that was asked.
   */
  scope: z.enum(verdictScopes),
  /** By TLC, from a jar with a known digest. */
  certified: z.boolean(),
  states: z.strictObject({ distinct: count, generated: count }).readonly(),
  depth: count,
  collisionProbability: z.number().nullable(),
  /** A shortest counterexample, and who has seen it. */
  counterexample: z
    .strictObject({
      events: z.array(z.string()).readonly(),
      /** In one sentence in terms of the kernel, without a full stop. */
      because: z.string(),
      replayedOn: z.array(z.string()).readonly(),
    })
    .readonly()
    .nullable(),
  reasons: z.array(reasonSchema).readonly(),
});

const common = {
  name: z.string(),
  /** Where the config names the policy or the engine. */
  place: placeSchema.nullable(),
  /** Of the gate as a whole. */
  reasons: z.array(reasonSchema).readonly(),
  /** Answered from the cache. */
  cached: z.boolean(),
  seconds: z.number().min(0),
};

const verdictGateSchema = z
  .strictObject({
    kind: z.literal("verdicts"),
    ...common,
    policy: z.string(),
    chain: z.array(count).readonly(),
    rips: count,
    /** What the machine has beside the core, by the names of `nmicheck axes`. */
    axes: axesRecordSchema.exactOptional(),
    verdicts: z.array(verdictSchema.readonly()).readonly(),
  })
  .readonly();

const conformanceGateSchema = z
  .strictObject({
    kind: z.literal("conformance"),
    ...common,
    engine: z.string(),
    edges: z.strictObject({ total: count, covered: count }).readonly(),
    nmis: count,
  })
  .readonly();

/** What came of all gates: what every reporter is given, and what the cache keeps. */
export const gateRunSchema = z
  .strictObject({
    nmicheck: z.string(),
    /** The config, absolute. */
    config: z.string(),
    /** Null: it ended before anybody had checked anything. */
    checker: z
      .discriminatedUnion("name", [
        z
          .strictObject({
            name: z.literal("explorer"),
            version: z.string(),
            reductions: z.array(z.enum(reductionNames)).readonly(),
          })
          .readonly(),
        z
          .strictObject({
            name: z.literal("tlc"),
            version: z.string(),
            jarSha256: z.string(),
            jarVerified: z.boolean(),
          })
          .readonly(),
      ])
      .nullable(),
    gates: z
      .array(z.discriminatedUnion("kind", [verdictGateSchema, conformanceGateSchema]))
      .readonly(),
    /** Of the config as a whole. */
    reasons: z.array(reasonSchema).readonly(),
    seconds: z.number().min(0),
  })
  .readonly();

/** What came of one verdict that a gate stands for. */
export type VerdictOutcome = Readonly<z.infer<typeof verdictSchema>>;
/** What came of a gate about a policy. */
export type VerdictGateOutcome = z.infer<typeof verdictGateSchema>;
/** What came of checking an engine against the model. */
export type ConformanceGateOutcome = z.infer<typeof conformanceGateSchema>;
export type GateOutcome = VerdictGateOutcome | ConformanceGateOutcome;
export type GateRun = z.infer<typeof gateRunSchema>;

/** Every reason of a gate, its verdicts' included. */
export function reasonsOf(gate: GateOutcome): readonly Reason[] {
  return gate.kind === "conformance"
    ? gate.reasons
    : [...gate.reasons, ...gate.verdicts.flatMap((verdict) => verdict.reasons)];
}

/** Whether everything is as expected. */
export function passes(run: GateRun): boolean {
  return run.reasons.length === 0 && run.gates.every((gate) => reasonsOf(gate).length === 0);
}
