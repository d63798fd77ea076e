import { z } from "zod";

/** The name and version that every trace file carries. */
export const TRACE_SCHEMA = "nmicheck.trace/1";

const count = z.int().min(0);
const positive = z.int().min(1);

export const platformSchema = z.strictObject({
  name: z.enum(["ideal", "sticky", "shadow", "sticky+shadow"]),
  chain: z.tuple([positive], positive).readonly(),
  rips: positive,
  sticky: z.boolean(),
  shadow: z.boolean(),
});

/** What an engine must show for one NMI. `claimed` counts the events of each handler of the chain. */
export const nmiSchema = z.strictObject({
  /** Counted from 1 within the trace. */
  nmi: positive,
  cpu: count,
  /** `regs->ip` of the NMI. */
  rip: positive,
  backToBack: z.boolean(),
  claimed: z.array(count).readonly(),
  outcome: z.enum(["unknown", "handled", "swallowed"]),
});

/** The values of the model's variables, as JSON; typed against the model when the file is read. */
const state = z.record(z.string(), z.json());

const step = { cpu: count, state };

/** One event of a behaviour: what happened, on which CPU, and the state after it. */
export const eventSchema = z.discriminatedUnion("event", [
  z.strictObject({ event: z.literal("raise"), handler: count, slot: count, ...step }),
  z.strictObject({ event: z.literal("external"), ...step }),
  z.strictObject({ event: z.literal("execute"), place: positive, ...step }),
  z.strictObject({ event: z.literal("deliver"), ...step }),
  z.strictObject({ event: z.literal("poll"), ...step }),
  z.strictObject({ event: z.literal("decide"), ...step, shows: nmiSchema }),
]);

export const traceSchema = z.strictObject({
  schema: z.literal(TRACE_SCHEMA),
  /** The version of nmicheck that wrote the file. */
  nmicheck: z.string(),
  /** The generated TLA+ module and the SHA-256 of its text: another model, another hash. */
  model: z.strictObject({ name: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }),
  policy: z.strictObject({ name: z.string(), builtIn: z.boolean() }),
  platform: platformSchema,
  /** The property whose violation the last state shows, or null for a behaviour of another origin. */
  property: z.string().nullable(),
  initial: state,
  events: z.array(eventSchema).readonly(),
});

export type TracePlatform = z.infer<typeof platformSchema>;
export type NmiShown = z.infer<typeof nmiSchema>;
export type TraceEvent = z.infer<typeof eventSchema>;
export type Trace = z.infer<typeof traceSchema>;
