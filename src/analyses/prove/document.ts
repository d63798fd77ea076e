import { z } from "zod";
import { publishedSchema } from "../../base/package/published-schema.js";
import { axesPart, axesRecordSchema } from "../../machine/configuration/axes-record.js";
import { platformSchema } from "../../machine/configuration/platform-schema.js";
import type { Proof } from "./verdict.js";

/** The name and version of the document that `prove --json` prints. */
export const PROVE_SCHEMA = "nmicheck.prove/1";

const values = z.record(z.string(), z.json());

const proofSchema = z.strictObject({
  policy: z.string(),
  platform: platformSchema
    .pick({ name: true, sticky: true, shadow: true })
    .describe("its chain and number of ips are any"),
  axes: axesRecordSchema
    .optional()
    .describe("what the machine has beside the core, by the names of `nmicheck axes`"),
  property: z.string(),
  verdict: z.enum(["proven", "not proven", "violated", "failed"]),
  obligations: z.int().min(1).optional().describe("how many were met, where it is proven"),
  clauses: z.array(z.string()).optional().describe("the invariant, where it is proven"),
  superfluous: z
    .array(z.string())
    .optional()
    .describe("clauses of it without any one of which it is proven as well"),
  found: z
    .string()
    .optional()
    .describe("the invariant as TypeScript, where it was found and not written"),
  missing: z
    .strictObject({
      reason: z.enum(["obligation", "no invariant", "other memory", "untranslatable"]),
      obligation: z.string().optional().describe("the first one that is not met"),
      said: z.enum(["sat", "unsat", "unknown"]).optional(),
      message: z.string().optional(),
      broken: z
        .strictObject({
          constants: values,
          before: values.describe("satisfies the invariant, and need not be reachable"),
          action: z.string().optional(),
          parameters: values.optional(),
          after: values.optional(),
          run: z
            .array(z.string())
            .optional()
            .describe("the events that lead to `before`; without, no run of this machine does"),
        })
        .optional(),
    })
    .optional(),
  candidates: z
    .int()
    .min(1)
    .optional()
    .describe("how many more clauses were tried, which do not imply it either"),
  violated: z
    .strictObject({
      chain: z.array(z.int().min(1)),
      rips: z.int().min(1),
      states: z.int().min(1).describe("of a shortest counterexample, the initial one included"),
      onContaining: z
        .boolean()
        .describe("whether it is proven to be one on every chain that contains this one"),
    })
    .optional()
    .describe("the finite machine on which it is violated"),
  failure: z.strictObject({ code: z.string(), message: z.string() }).optional(),
});

export const proveDocumentSchema = z.strictObject({
  schema: z.literal(PROVE_SCHEMA),
  nmicheck: z.string(),
  solvers: z.array(z.string()).describe("each of them must say the same"),
  secondsPerAnswer: z.number().min(0),
  proofs: z.array(proofSchema),
});

/** `nmicheck.prove/1`. */
export type ProveDocument = z.infer<typeof proveDocumentSchema>;

/** The document of some proofs. */
export function proveDocument(
  version: string,
  solvers: readonly string[],
  secondsPerAnswer: number,
  proofs: readonly Proof[],
): ProveDocument {
  return proveDocumentSchema.parse({
    schema: PROVE_SCHEMA,
    nmicheck: version,
    solvers,
    secondsPerAnswer,
    proofs: proofs.map(proofRow),
  });
}

function proofRow({ policy, platform, axes, property, verdict }: Proof): object {
  const { name, sticky, shadow, chain, rips } = platform;
  const row = {
    policy: policy.name,
    platform: { name, sticky, shadow },
    ...axesPart(axes),
    property,
    verdict: verdict.verdict,
  };
  switch (verdict.verdict) {
    case "proven": {
      const { obligations, clauses, superfluous, found } = verdict;
      return {
        ...row,
        obligations,
        clauses,
        ...(superfluous.length === 0 ? {} : { superfluous }),
        ...(found === null ? {} : { found }),
      };
    }
    case "violated":
      return {
        ...row,
        violated: {
          chain,
          rips,
          states: verdict.states,
          onContaining: verdict.onContaining !== null,
        },
      };
    case "failed": {
      const { code, message } = verdict.failure;
      return { ...row, failure: { code, message } };
    }
    case "not proven":
      return {
        ...row,
        missing: missingRow(verdict.missing),
        ...(verdict.candidates === 0 ? {} : { candidates: verdict.candidates }),
      };
  }
}

function missingRow(
  missing: Extract<Proof["verdict"], { verdict: "not proven" }>["missing"],
): object {
  if (missing.kind !== "obligation") {
    return missing.kind === "no invariant"
      ? { reason: missing.kind }
      : { reason: missing.kind, message: missing.message };
  }
  const { obligation, said, broken } = missing;
  if (broken === null) return { reason: missing.kind, obligation: obligation.name, said };
  const { constants, before, event, after, run } = broken;
  return {
    reason: missing.kind,
    obligation: obligation.name,
    said,
    broken: {
      constants,
      before,
      ...(event === null ? {} : { action: event.action, parameters: event.parameters }),
      ...(after === null ? {} : { after }),
      ...(run === null ? {} : { run }),
    },
  };
}

/** The published JSON Schema of `nmicheck.prove/1`. */
export function proveJsonSchema(): string {
  return publishedSchema(
    proveDocumentSchema,
    "nmicheck.prove/1: what is proven for every chain and any number of ips",
  );
}
