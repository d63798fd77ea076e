import { z } from "zod";
import { policyNames } from "../../../spec/policies/all.js";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { isEngineName } from "../../engines/open.js";
import { axesOfRecord, axesRecordSchema } from "../../machine/configuration/axes-record.js";
import { platformNames } from "../../machine/configuration/platform.js";
import { whyNotOfMachine } from "../../machine/configuration/property.js";
import { readChain, readRips } from "../../machine/configuration/read.js";
import { everyProperty, isLivenessProperty } from "../../machine/model/property-names.js";

/** Shown on terminals and in reports, and a part of file names. */
const name = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, "must be 1 to 64 letters, digits, `.`, `_` or `-`");

/** A text that cannot control a terminal. */
const text = z
  .string()
  .regex(/^[^\p{C}]+$/u, "must be a text, not empty and without control characters")
  .max(1000);

/** What `read` of the command line says against a value, as an issue of the schema. */
function accepted(read: () => unknown): string | null {
  try {
    read();
    return null;
  } catch (error) {
    if (error instanceof Diagnostic) return error.message;
    throw error;
  }
}

const number = z.int();

const chain = z.tuple([number], number).check((context) => {
  const problem = accepted(() => readChain(context.value.join(",")));
  if (problem !== null) {
    context.issues.push({ code: "custom", message: problem, input: context.value });
  }
});

const rips = number.check((context) => {
  const problem = accepted(() => readRips(String(context.value)));
  if (problem !== null) {
    context.issues.push({ code: "custom", message: problem, input: context.value });
  }
});

const verdict = z.enum(["holds", "violated"]);

/** What a gate's verdicts are about: its own machine, or every chain and any number of ips. */
export const scopes = ["machine", "every-chain"] as const;

function record<const Key extends string, Value extends z.ZodType>(
  keys: readonly Key[],
  value: Value,
): z.ZodType<{ readonly [K in Key]?: z.infer<Value> }> {
  return z
    .partialRecord(z.enum(keys), value)
    .refine((entries) => Object.keys(entries).length > 0, "is empty: nothing would be checked");
}

/** Results list an engine by its name or its command: a command that is a name would be taken for it. */
const command = text.refine((value) => !isEngineName(value), {
  error: ({ input }) =>
    `\`${input}\` is the name of an engine: write \`"${input}"\` for that one, or a path (\`./${input}\`) for a program of your own`,
});

const engine = z.union([text, z.strictObject({ command })]);

const gate = z
  .strictObject({
    name,
    policy: text,
    chain: chain.default([2, 1]),
    rips: rips.default(2),
    axes: axesRecordSchema.optional().transform(axesOfRecord),
    scope: z.enum(scopes).default("machine"),
    expect: record(platformNames, record(everyProperty, verdict)),
    replay: z.array(engine).min(1).optional(),
    neverReached: z.array(text).default([]),
  })
  .check((context) => {
    const { axes, expect, scope } = context.value;
    for (const platform of platformNames) {
      for (const property of everyProperty) {
        const expected = expect[platform]?.[property];
        if (expected === undefined) continue;
        if (scope === "every-chain" && expected === "holds" && isLivenessProperty(property)) {
          const path = ["expect", platform, property];
          const message =
            "is proven for no chain but this one: leave `scope` out, or ask for it in a gate of its own";
          context.issues.push({ code: "custom", message, path, input: expected });
        }
        const refused = whyNotOfMachine(property, axes, "record");
        if (refused === null) continue;
        const message = [refused.message.replace(/\.$/, ""), refused.remedy ?? ""].join("; ");
        const path = ["expect", platform, property];
        context.issues.push({ code: "custom", message, path, input: property });
      }
    }
  });

const conformance = z.strictObject({
  name,
  engine,
  policies: z
    .array(z.enum(policyNames))
    .min(1)
    .default(() => [...policyNames]),
  platforms: z
    .array(z.enum(platformNames))
    .min(1)
    .default(() => [...platformNames]),
  chains: z
    .array(chain)
    .min(1)
    .default((): [number, ...number[]][] => [[1], [1, 1], [2], [2, 1]]),
  rips: z
    .array(rips)
    .min(1)
    .default(() => [1, 2]),
});

/** The form of a config, with what is not given filled in. */
export const configSchema = z
  .strictObject({
    gates: z.array(gate),
    conformance: z.array(conformance).default([]),
    pins: text.default("nmicheck.pins"),
    acceptJar: z
      .string()
      .regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in 64 hexadecimal digits")
      .optional(),
  })
  .check((context) => {
    const { gates, conformance } = context.value;
    if (gates.length + conformance.length === 0) {
      context.issues.push({
        code: "custom",
        message: "has no gate: nothing would be checked",
        path: ["gates"],
        input: gates,
      });
    }
    const seen = new Set<string>();
    for (const [list, entries] of Object.entries({ gates, conformance })) {
      for (const [index, entry] of entries.entries()) {
        if (seen.has(entry.name)) {
          context.issues.push({
            code: "custom",
            message: `is the name of two gates: \`${entry.name}\``,
            path: [list, index, "name"],
            input: entry.name,
          });
        }
        seen.add(entry.name);
      }
    }
  });

/** A config as it is used. */
export type Config = z.infer<typeof configSchema>;
export type Gate = Config["gates"][number];
export type ConformanceGate = Config["conformance"][number];
