import { z } from "zod";

/** The version of the protocol that engines speak; `docs/engine-protocol.md` is its text for people. */
export const ENGINE_PROTOCOL = "nmicheck.engine/1";

const id = z.int().min(0);
const cpu = z.int().min(0);
const index = z.int().min(0);
const rip = z.int().min(1);

/** Where an edge comes from that the axes add: the reason port, or what NMI_UNKNOWN knows. */
const source = z.enum(["serr", "iochk", "own", "summons"]).optional();
/** When an event arrives: before poll number `before` of run number `run`, 0 where it is absent. */
const when = { before: index, run: index.optional() };

/** An event that arrives while an NMI is in progress. */
export const arrivalSchema = z.discriminatedUnion("event", [
  z.strictObject({ ...when, event: z.literal("raise"), handler: index, slot: index }),
  z.strictObject({ ...when, event: z.literal("external"), source }),
  z.strictObject({ ...when, event: z.literal("vanish") }),
  z.strictObject({ ...when, event: z.literal("arrive") }),
  z.strictObject({ ...when, event: z.literal("fault") }),
  z.strictObject({ ...when, event: z.literal("nest") }),
]);

const onAxis = z.boolean().optional();
/** The bitmap of an NMI's sources: the vectors whose bits are set, in ascending order. */
const sources = z.array(z.int().min(0).max(15)).readonly().optional();

/**
 * What the kernel (`lastNmiRip`, `swallowNmi`) and the hardware hold; the fields after `pending` on
 * a machine that was set up with their axis.
 */
export const engineStateSchema = z.strictObject({
  rip,
  lastNmiRip: rip.nullable(),
  swallowNmi: z.boolean(),
  active: z.array(z.array(z.boolean()).readonly()).readonly(),
  pending: z.boolean(),
  secondPending: onAxis,
  lvtpcMasked: onAxis,
  serr: onAxis,
  iochk: onAxis,
  serrOff: onAxis,
  iochkOff: onAxis,
  ownSource: onAxis,
  summoned: onAxis,
  panicked: onAxis,
  inFlight: onAxis,
  forgives: onAxis,
  sources,
  secondSources: sources,
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
    axes: z.record(z.string(), z.string()).optional(),
    shared: z.enum(["boot", "all"]).optional(),
    exclusive: z.boolean().optional(),
    heldLock: z.boolean().optional(),
  }),
  z.strictObject({ id, op: z.literal("raise"), cpu, handler: index, slot: index }),
  z.strictObject({ id, op: z.literal("external"), cpu, source }),
  z.strictObject({ id, op: z.enum(["touch", "vanish", "arrive", "lapse", "crash"]), cpu }),
  z.strictObject({ id, op: z.literal("execute"), cpu, rip }),
  z.strictObject({ id, op: z.literal("nmi"), cpu, arrivals: z.array(arrivalSchema).readonly() }),
  z.strictObject({ id, op: z.enum(["deliver", "enter", "poll", "lock", "decide"]), cpu }),
  z.strictObject({ id, op: z.enum(["fault", "nest"]), cpu }),
  z.strictObject({
    id,
    op: z.literal("state"),
    cpu: cpu.optional(),
    set: engineStateSchema.partial().optional(),
  }),
  z.strictObject({ id, op: z.literal("reset") }),
  z.strictObject({ id, op: z.literal("bye") }),
]);

/**
 * Where a CPU is that takes its NMI in steps: outside of one, before it calls an exclusive handler,
 * before a poll, before the decision, in it with the lock of the reason port.
 */
const positionSchema = z.discriminatedUnion("at", [
  z.strictObject({ at: z.literal("run") }),
  z.strictObject({ at: z.literal("enter"), handler: index }),
  z.strictObject({ at: z.literal("polling"), handler: index, slot: index }),
  z.strictObject({ at: z.literal("decide") }),
  z.strictObject({ at: z.literal("port") }),
]);

export const errorCodeSchema = z.enum(["protocol", "unsupported", "order", "range", "malformed"]);

/** What an engine says that could not do as asked. */
export const refusalSchema = z.strictObject({
  id: id.nullable(),
  ok: z.literal(false),
  error: z.strictObject({ code: errorCodeSchema, message: z.string() }),
});

const ok = { id, ok: z.literal(true) };

/** What came of one run of the handlers; an NMI has one, and more when others nest in it. */
const run = {
  claimed: z.array(index).readonly(),
  outcome: z.enum(["handled", "unknown", "swallowed", "external", "claimed-unknown", "panic"]),
  claimedUnknown: z.array(index).readonly().optional(),
  reason: z.enum(["serr", "iochk"]).optional(),
};

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
    axes: z.array(z.string()).readonly().optional(),
  }),
  setup: z.strictObject(ok),
  raise: z.strictObject(ok),
  external: z.strictObject(ok),
  touch: z.strictObject(ok),
  vanish: z.strictObject(ok),
  arrive: z.strictObject(ok),
  lapse: z.strictObject(ok),
  crash: z.strictObject(ok),
  execute: z.strictObject(ok),
  nmi: z.strictObject({
    ...ok,
    ...run,
    reruns: z.array(z.strictObject(run)).min(1).readonly().optional(),
    state: engineStateSchema.optional(),
  }),
  deliver: z.strictObject({ ...ok, position: positionSchema }),
  enter: z.strictObject({ ...ok, position: positionSchema }),
  lock: z.strictObject({ ...ok, position: positionSchema }),
  poll: z.strictObject({ ...ok, position: positionSchema }),
  fault: z.strictObject(ok),
  nest: z.strictObject(ok),
  decide: z.strictObject({ ...ok, ...run, state: engineStateSchema.optional() }),
  state: z.strictObject({ ...ok, state: engineStateSchema }),
  reset: z.strictObject(ok),
  bye: z.strictObject(ok),
} as const;

export type Arrival = z.infer<typeof arrivalSchema>;
export type EnginePosition = z.infer<typeof positionSchema>;
export type EngineState = z.infer<typeof engineStateSchema>;
export type EngineRequest = z.infer<typeof requestSchema>;
export type Operation = EngineRequest["op"];
export type Refusal = z.infer<typeof refusalSchema>;
export type RefusalCode = z.infer<typeof errorCodeSchema>;
export type Reply<Op extends Operation> = z.infer<(typeof replySchemas)[Op]>;
