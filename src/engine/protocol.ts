import { z } from "zod";

/** The version of the protocol that engines speak; `docs/engine-protocol.md` is its text for people. */
export const ENGINE_PROTOCOL = "nmicheck.engine/1";

const id = z.int().min(0);
const cpu = z.int().min(0);
const index = z.int().min(0);
const rip = z.int().min(1);

/** An event that arrives while an NMI is in progress, before its poll number `before`. */
export const arrivalSchema = z.discriminatedUnion("event", [
  z.strictObject({ before: index, event: z.literal("raise"), handler: index, slot: index }),
  z.strictObject({ before: index, event: z.literal("external") }),
]);

/** What the kernel (`lastNmiRip`, `swallowNmi`) and the hardware hold. */
export const engineStateSchema = z.strictObject({
  rip,
  lastNmiRip: rip.nullable(),
  swallowNmi: z.boolean(),
  active: z.array(z.array(z.boolean()).readonly()).readonly(),
  pending: z.boolean(),
});

export const requestSchema = z.discriminatedUnion("op", [
  z.strictObject({ id, op: z.literal("hello"), protocol: z.string() }),
  z.strictObject({
    id,
    op: z.literal("setup"),
    policy: z.string(),
    chain: z.array(z.int().min(1)).min(1).readonly(),
    rips: rip,
    sticky: z.boolean(),
    shadow: z.boolean(),
    cpus: z.int().min(1),
  }),
  z.strictObject({ id, op: z.literal("raise"), cpu, handler: index, slot: index }),
  z.strictObject({ id, op: z.literal("external"), cpu }),
  z.strictObject({ id, op: z.literal("execute"), cpu, rip }),
  z.strictObject({ id, op: z.literal("nmi"), cpu, arrivals: z.array(arrivalSchema).readonly() }),
  z.strictObject({ id, op: z.literal("state"), set: engineStateSchema.partial().optional() }),
  z.strictObject({ id, op: z.literal("reset") }),
  z.strictObject({ id, op: z.literal("bye") }),
]);

export const errorCodeSchema = z.enum(["protocol", "unsupported", "order", "range", "malformed"]);

/** What an engine says that could not do as asked. */
export const refusalSchema = z.strictObject({
  id: id.nullable(),
  ok: z.literal(false),
  error: z.strictObject({ code: errorCodeSchema, message: z.string() }),
});

const ok = { id, ok: z.literal(true) };

/** The replies to requests that went well, by operation. */
export const replySchemas = {
  hello: z.strictObject({
    ...ok,
    protocol: z.literal(ENGINE_PROTOCOL),
    name: z.string().min(1),
    version: z.string(),
    policies: z.array(z.string()).readonly(),
    platforms: z.array(z.string()).readonly(),
    cpus: z.int().min(1),
  }),
  setup: z.strictObject(ok),
  raise: z.strictObject(ok),
  external: z.strictObject(ok),
  execute: z.strictObject(ok),
  nmi: z.strictObject({
    ...ok,
    claimed: z.array(index).readonly(),
    outcome: z.enum(["handled", "unknown", "swallowed"]),
    state: engineStateSchema.optional(),
  }),
  state: z.strictObject({ ...ok, state: engineStateSchema }),
  reset: z.strictObject(ok),
  bye: z.strictObject(ok),
} as const;

export type Arrival = z.infer<typeof arrivalSchema>;
export type EngineState = z.infer<typeof engineStateSchema>;
export type EngineRequest = z.infer<typeof requestSchema>;
export type Operation = EngineRequest["op"];
export type Refusal = z.infer<typeof refusalSchema>;
export type RefusalCode = z.infer<typeof errorCodeSchema>;
export type Reply<Op extends Operation> = z.infer<(typeof replySchemas)[Op]>;
