import { z } from "zod";
import { publishedSchema } from "../../base/package/published-schema.js";
import type { NamedAxes } from "../../machine/configuration/named-axes.js";
import { cpuTraceSchema, platformSchema } from "../../machine/trace/schema.js";
import type { NmiCoverage } from "../linux/coverage.js";
import type { Conformance } from "./conform.js";
import type { Configuration } from "./matrix.js";

/** The name and version of what `conform --json` prints. */
export const CONFORM_SCHEMA = "nmicheck.conform/1";

const count = z.int().min(0);
const reached = z.strictObject({ total: count, covered: count });
const configuration = {
  policy: z.string().describe("a built-in policy, or the name that a file exports"),
  platform: platformSchema,
  axes: z
    .record(z.string(), z.string())
    .optional()
    .describe("the values of axes of the machine, where it has any: `nmicheck axes`"),
};

export const conformSchema = z.strictObject({
  schema: z.literal(CONFORM_SCHEMA),
  nmicheck: z.string().describe("the version of nmicheck"),
  engine: z.strictObject({
    title: z.string().describe("the engine as it was named or started"),
    name: z.string(),
    version: z.string(),
  }),
  conforms: z
    .boolean()
    .describe("every edge is covered, nothing diverges, and the engine did not break"),
  edges: reached.describe(
    "edges of the model's reachable graphs, and those on agreeing executions",
  ),
  nmis: count.describe("NMIs that the engine was given"),
  seconds: z.number().min(0),
  divergences: z
    .array(
      z.strictObject({
        ...configuration,
        kind: z
          .enum(["does", "keeps"])
          .describe("whether it shows in what the kernel does, or only in what it keeps"),
        nmi: z.int().min(1).nullable().describe("null where it shows outside an NMI"),
        event: count.describe("the event of the trace at which it shows, counted from 1"),
        sentence: z.string().describe("what differs, in the kernel's terms"),
        compared: z
          .array(
            z.strictObject({
              aspect: z.string(),
              model: z.json(),
              engine: z.json(),
              differs: z.boolean(),
            }),
          )
          .readonly(),
        behaviour: z
          .array(z.string())
          .readonly()
          .describe("the events from the start to the difference"),
        trace: cpuTraceSchema.describe("the same as a trace"),
      }),
    )
    .readonly(),
  unsupported: z.array(z.strictObject({ ...configuration, reason: z.string() })).readonly(),
  failure: z
    .strictObject({ code: z.string(), message: z.string() })
    .nullable()
    .describe("why the engine could not be asked to the end"),
  coverage: z
    .strictObject({
      lines: reached,
      branches: reached,
      notReached: z
        .array(
          z.strictObject({
            function: z.string(),
            reason: z.string().nullable(),
            lines: z.array(count).readonly(),
            branches: z.array(count).readonly(),
          }),
        )
        .readonly(),
    })
    .nullable()
    .describe("of nmi.c, where the engine is made of it and was built to count"),
});

export type ConformReport = z.infer<typeof conformSchema>;

/** With the names of the values of axes alone. */
function named<Of extends Configuration>(
  one: Of,
): Omit<Of, "axes" | "own"> & { readonly axes?: NamedAxes["names"] } {
  const { axes, own, ...rest } = one;
  return axes === undefined ? rest : { ...rest, axes: axes.names };
}

/** What came of a conformance run, as `--json` prints it. */
export function conformReport(
  nmicheck: string,
  conformance: Conformance,
  coverage: NmiCoverage | null = null,
): ConformReport {
  const { engine, edges, nmis, seconds, divergences, unsupported, failure, conforms } = conformance;
  return conformSchema.parse({
    schema: CONFORM_SCHEMA,
    nmicheck,
    engine,
    conforms,
    edges,
    nmis,
    seconds,
    divergences: divergences.map(named),
    unsupported: unsupported.map(named),
    failure: failure === null ? null : { code: failure.code, message: failure.message },
    coverage,
  });
}

/** The text of the JSON Schema (draft 2020-12) of `conform --json`, as published in `schemas/`. */
export function conformJsonSchema(): string {
  return publishedSchema(conformSchema, "nmicheck.conform/1: an engine checked against the model");
}
