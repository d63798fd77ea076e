import { z } from "zod";
import { publishedSchema } from "../../base/package/published-schema.js";
import { platformNames } from "../../machine/configuration/platform.js";
import type { Audit, Unclaimed, Unexplained } from "./audit.js";
import { unknownTargets } from "./automata.js";
import { lossReasons } from "./log-event.js";
import { endings } from "./observed-nmi.js";

/** The name and version of what `audit --json` prints. */
export const AUDIT_SCHEMA = "nmicheck.audit/1";

const count = z.int().min(0);
const seconds = z.number().describe("seconds of the kernel's clock");
const number = z.int().min(1).describe("of the NMI, in the order of the logs, from 1");
const where = {
  number,
  cpu: count,
  time: seconds,
  file: z.string(),
  line: z.int().min(1),
};
const steps = z
  .array(
    z.strictObject({
      nmi: number,
      during: z.boolean().describe("false: before it is taken"),
      text: z.string(),
    }),
  )
  .readonly()
  .nullable()
  .describe("null: none within the bound of the search");

export const auditSchema = z.strictObject({
  schema: z.literal(AUDIT_SCHEMA),
  nmicheck: z.string().describe("the version of nmicheck"),
  machine: z.strictObject({
    policy: z.string(),
    platform: z.enum(platformNames),
    axes: z.record(z.string(), z.string()).describe("values of axes that are not off"),
    unknownTo: z.enum(unknownTargets).describe("the CPUs that edges of unknown sources come to"),
  }),
  files: z
    .array(
      z.strictObject({
        file: z.string(),
        lines: count,
        known: count.describe("lines of a format that is known"),
        overwritten: count.describe("events that were overwritten before the log was read"),
        firstNotUnderstood: z
          .int()
          .min(1)
          .nullable()
          .describe("the first line that names an NMI and is not understood"),
        console: z.boolean().describe("it says that the kernel's messages were recorded with it"),
      }),
    )
    .readonly(),
  answer: z.enum(["explained", "incomplete", "possibly lost", "not explained", "no NMI"]),
  cpus: z.array(count).readonly(),
  span: z.strictObject({ from: seconds, to: seconds }).nullable(),
  chains: z.array(z.array(z.string()).readonly()).readonly(),
  handlers: z
    .array(
      z.strictObject({
        name: z.string(),
        calls: count,
        claiming: count.describe("calls that claimed something"),
        claimed: count,
        most: count.describe("the most events in one NMI"),
      }),
    )
    .readonly(),
  counts: z.strictObject({
    nmis: count,
    claimed: count,
    unclaimed: count,
    reported: count,
    swallowed: count,
    external: count,
    unknownWhich: count.describe("the log does not tell whether it was reported or swallowed"),
    surely: count.describe("an unknown edge was in it, whatever happened"),
    surelyNot: count,
    cannotTell: count,
    mayBeLost: count.describe("an unknown edge may have been swallowed with it"),
    unexplained: count,
    withoutPlace: count.describe("NMIs whose interrupted address is not in the log"),
    strayReports: count.describe("reports that belong to no NMI of the log"),
  }),
  kernelCounts: z
    .array(
      z.strictObject({
        cpu: count,
        swallowed: count.describe("from the first reading of nmi_stats to the last"),
        inLog: count.describe("NMIs between them that were swallowed by the log alone"),
        says: z.enum(["fewer", "same", "more"]).describe("same: no other NMI was swallowed"),
      }),
    )
    .readonly(),
  losses: z
    .array(z.strictObject({ why: z.enum(lossReasons), places: count, events: count }))
    .readonly(),
  unclaimed: z
    .array(
      z.strictObject({
        ...where,
        endings: z.array(z.enum(endings)).readonly(),
        unknownEdge: z.enum(["surely", "surely not", "cannot be told"]),
        otherCpu: z
          .boolean()
          .describe("an unknown edge, or another CPU took the event of a source that CPUs share"),
        mayBeLost: z.boolean(),
        sameAddress: z
          .boolean()
          .nullable()
          .describe("as the NMI before; null: it is not in the log"),
        armedBy: z
          .strictObject({
            number,
            time: seconds,
            handlers: z.array(z.strictObject({ name: z.string(), claimed: count })).readonly(),
          })
          .nullable()
          .describe("the NMI that claimed more than one event since the CPU was elsewhere"),
        behaviours: count.nullable().describe("which of `behaviours` show it"),
      }),
    )
    .readonly()
    .describe("the first ones of `counts.unclaimed`"),
  unexplained: z
    .array(
      z.strictObject({
        ...where,
        expected: z.string(),
        explainedBy: z
          .array(z.string())
          .readonly()
          .describe("options of `audit`; of the first alone"),
      }),
    )
    .readonly()
    .describe("the first ones of `counts.unexplained`"),
  behaviours: z
    .array(
      z.strictObject({
        cpu: count,
        firstNmi: number,
        lastNmi: number,
        with: steps,
        without: steps,
      }),
    )
    .readonly()
    .describe("the shortest with and without an unknown edge in the last NMI"),
  tlc: z
    .strictObject({
      asked: count.describe("the first NMIs of the log: those that it was asked about"),
      nmis: count.describe("those of them that it has answered for"),
      windows: count.describe("in so many runs, each from where the one before it ends"),
      finished: z.boolean().describe("false: its time was over before it had all answers"),
      version: z.string().nullable(),
      jarSha256: z.string().nullable(),
      jarVerified: z.boolean().nullable(),
      distinct: count.describe("states that it has seen"),
      seconds: z.number().min(0),
    })
    .nullable()
    .describe("says the same of every one of these NMIs; null: it was not asked"),
});

export type AuditDocument = z.infer<typeof auditSchema>;

/** What some logs say, as `--json` prints it; `tlc` is null where it was not asked. */
export function auditDocument(
  nmicheck: string,
  found: Audit,
  tlc: AuditDocument["tlc"],
): AuditDocument {
  const { request, span, losses } = found;
  const { policy, platform, axes } = request.machine;
  return {
    schema: AUDIT_SCHEMA,
    nmicheck,
    machine: {
      policy: policy.name,
      platform,
      axes: { ...axes?.names },
      unknownTo: request.unknownTo,
    },
    files: found.files.map(({ startsWhole: _, firstNotUnderstood, ...file }) => ({
      ...file,
      firstNotUnderstood: firstNotUnderstood?.line ?? null,
    })),
    answer: answerOf(found),
    cpus: found.cpus,
    span: span === null ? null : { from: inSeconds(span.from), to: inSeconds(span.to) },
    chains: found.chains,
    handlers: found.handlers.map((one) => ({ ...one })),
    counts: { ...found.counts },
    kernelCounts: found.kernelCounts,
    losses: lossReasons.flatMap((why) => {
      const loss = losses.get(why);
      return loss === undefined ? [] : [{ why, ...loss }];
    }),
    unclaimed: found.unclaimed.map(unclaimedOf),
    unexplained: found.unexplained.map(unexplainedOf),
    behaviours: found.pairs,
    tlc,
  };
}

/** An NMI that nobody claimed, as `--json` prints it. */
export function unclaimedOf({
  place,
  time,
  edge,
  same,
  pair,
  armedBy,
  ...one
}: Unclaimed): AuditDocument["unclaimed"][number] {
  return {
    ...one,
    time: inSeconds(time),
    ...place,
    unknownEdge: edge,
    sameAddress: same,
    armedBy: armedBy === null ? null : { ...armedBy, time: inSeconds(armedBy.time) },
    behaviours: pair,
  };
}

/** An NMI that no behaviour explains, as `--json` prints it. */
export function unexplainedOf({
  place,
  time,
  ...one
}: Unexplained): AuditDocument["unexplained"][number] {
  return { ...one, time: inSeconds(time), ...place };
}

/** The one answer: the worst of what was found. A log without NMIs answers nothing. */
function answerOf({ counts, losses, kernelCounts }: Audit): AuditDocument["answer"] {
  if (kernelCounts.some(({ says }) => says === "fewer")) return "not explained";
  if (counts.unexplained > 0 || counts.strayReports > 0) return "not explained";
  if (counts.nmis === 0) return "no NMI";
  if (counts.mayBeLost > 0) return "possibly lost";
  return losses.size > 0 ? "incomplete" : "explained";
}

/** Microseconds as seconds, to the nanosecond. */
function inSeconds(microseconds: number): number {
  return Math.round(microseconds * 1000) / 1e9;
}

/** The text of the JSON Schema (draft 2020-12) of `audit --json`, as published in `schemas/`. */
export function auditJsonSchema(): string {
  return publishedSchema(
    auditSchema,
    "nmicheck.audit/1: what the logs of a machine say of its NMIs",
  );
}
