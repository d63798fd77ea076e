import { z } from "zod";
import type { CheckProgress } from "../analyses/check/request.js";
import { publishedSchema } from "../base/package/published-schema.js";
import { platformNames } from "../machine/configuration/platform.js";
import { type Estimate, estimateOfPace, estimateOfQueue } from "./estimate.js";

/** The name and version of each line of progress that `--json` prints on stderr. */
export const PROGRESS_SCHEMA = "nmicheck.progress/1";

const count = z.int().min(0);
const seconds = z.number().min(0);

const queueEstimateSchema = z
  .strictObject({ restsOn: z.literal("queue"), atLeastSeconds: seconds })
  .describe(
    "How long the states in the queue take at the rate at which this run computed others: it takes at least as long, since nobody knows how many more they lead to. Absent while there is no rate.",
  );

const paceEstimateSchema = z
  .strictObject({ restsOn: z.literal("pace"), seconds })
  .describe(
    "How long the rest takes if each of its parts takes as long as those that are done. Absent before the first is done, and where nobody knows how many there are.",
  );

/** How far a checker has come with one policy on one platform. */
const explorationSchema = z.strictObject({
  schema: z.literal(PROGRESS_SCHEMA),
  policy: z.string(),
  platform: z.strictObject({
    name: z.enum(platformNames),
    chain: z.array(count),
    rips: count,
  }),
  axes: z.record(z.string(), z.string()).optional(),
  states: z
    .strictObject({ distinct: count, generated: count })
    .describe("As TLC counts; those of a checkpoint that it goes on from are among the distinct."),
  ratePerSecond: count.describe("Distinct states that this run found in a second so far."),
  queue: count.describe("States found whose successors are not computed yet."),
  depth: count.describe("Levels of the breadth-first search so far, the initial state included."),
  bytes: count.describe("What the explorer's states and visited set take.").optional(),
  residentBytes: count
    .describe(
      "Memory of TLC's processes on this machine, as the system tells it: absent where it does not.",
    )
    .optional(),
  seconds,
  estimate: queueEstimateSchema.optional(),
});

/** How far a command has come that does one thing after another. */
const workSchema = z.strictObject({
  schema: z.literal(PROGRESS_SCHEMA),
  command: z.enum(["atlas", "axes", "check", "conform", "find", "limits", "mutate", "prove"]),
  unit: z.string().describe("What is counted, in the plural."),
  done: count,
  all: count.nullable().describe("Null where nobody knows."),
  part: z
    .strictObject({ unit: z.string().describe("A plural."), done: count })
    .optional()
    .describe("What the part that is under way counts."),
  residentBytes: count.describe("Memory of nmicheck's own process."),
  seconds,
  estimate: paceEstimateSchema.optional(),
});

/** A line of progress; `parse` of it is what tools may rely on. */
export const progressSchema = z.union([explorationSchema, workSchema]);

export type ProgressDocument = z.infer<typeof progressSchema>;

type WorkDocument = z.infer<typeof workSchema>;

/** How far a command has come that does one thing after another. */
export interface WorkProgress extends Omit<WorkDocument, "schema" | "estimate"> {}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));

/** Distinct states that this run has found in a second. */
export function statesPerSecond({ distinct, known, seconds }: CheckProgress): number {
  return Math.round((distinct - (known?.distinct ?? 0)) / Math.max(seconds, 0.001));
}

/** The line about a checker. */
export function explorationLine(progress: CheckProgress): ProgressDocument {
  const { subject, distinct, generated, queue, depth, bytes, residentBytes } = progress;
  const { name, chain, rips } = subject.platform;
  const estimate = estimateOfQueue(progress);
  return {
    schema: PROGRESS_SCHEMA,
    policy: subject.policy.name,
    platform: { name, chain: [...chain], rips },
    ...(subject.axes === undefined ? {} : { axes: { ...subject.axes.names } }),
    states: { distinct, generated },
    ratePerSecond: statesPerSecond(progress),
    queue,
    depth,
    ...(bytes === undefined ? {} : { bytes }),
    ...(residentBytes === undefined ? {} : { residentBytes }),
    seconds: rounded(progress.seconds, 3),
    ...(estimate?.restsOn === "queue"
      ? { estimate: { ...estimate, atLeastSeconds: rounded(estimate.atLeastSeconds, 1) } }
      : {}),
  };
}

/** What the pace says of work; null where nobody knows. */
export function estimateOfWork({ done, all, seconds }: WorkProgress): Estimate | null {
  return all === null ? null : estimateOfPace(done, all, seconds);
}

/** The line about a command that does one thing after another. */
export function workLine(progress: WorkProgress): ProgressDocument {
  const estimate = estimateOfWork(progress);
  return {
    schema: PROGRESS_SCHEMA,
    ...progress,
    seconds: rounded(progress.seconds, 3),
    ...(estimate?.restsOn === "pace"
      ? { estimate: { ...estimate, seconds: rounded(estimate.seconds, 1) } }
      : {}),
  };
}

/** The JSON Schema (draft 2020-12) of a line, as it is published in `schemas/`. */
export function progressJsonSchema(): string {
  return publishedSchema(
    progressSchema,
    "nmicheck.progress/1: a line of progress that --json prints on stderr",
  );
}
