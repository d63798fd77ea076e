import { z } from "zod";
import { MOST_CPUS } from "../configuration/boards.js";
import { platformNames } from "../configuration/platform.js";
import { axesStateFields } from "./axes-schema.js";

/** The name and version that every trace file of a machine with one CPU carries. */
export const TRACE_SCHEMA = "nmicheck.trace/1";

/** The name and version that every trace file of a machine with several CPUs carries. */
export const BOARD_TRACE_SCHEMA = "nmicheck.trace/2";

/** More handlers than any kernel registers: a file must not make the reader reserve memory at will. */
const MOST_HANDLERS = 64;
const MOST_SLOTS = 64;
const MOST_PLACES = 65_536;

/** A behaviour that is longer explains nothing to anyone; it would only fill the memory. */
export const MOST_EVENTS = 100_000;

const count = z.int().min(0);
const positive = z.int().min(1);
const slots = positive.max(MOST_SLOTS);
const rip = positive.max(MOST_PLACES);
/** Shown on terminals: nothing in it may control one. */
const label = z
  .string()
  .regex(/^[^\p{C}]+$/u, "must be a text without control characters")
  .max(200);

export const platformSchema = z
  .strictObject({
    name: z.enum(platformNames),
    chain: z
      .tuple([slots], slots)
      .readonly()
      .refine((chain) => chain.length <= MOST_HANDLERS, `has more than ${MOST_HANDLERS} handlers`)
      .meta({
        description: "NMI_LOCAL handlers in calling order: the number of event slots of each",
        maxItems: MOST_HANDLERS,
      }),
    rips: rip.describe("places the CPU can be at outside NMI context"),
    sticky: z.boolean().describe("an event can happen again while its status bit is still set"),
    shadow: z.boolean().describe("the CPU can execute while an NMI is pending"),
  })
  .meta({ id: "platform", description: "what the machine is like" });

/** What an engine must show for one NMI. */
export const nmiSchema = z
  .strictObject({
    nmi: positive.describe("counted from 1 within the trace"),
    cpu: count,
    rip: rip.describe("regs->ip of the NMI"),
    backToBack: z.boolean().describe("rip is the same as in the NMI before"),
    claimed: z.array(count).readonly().describe("events claimed by each handler of the chain"),
    outcome: z
      .enum(["unknown", "handled", "swallowed", "external", "claimed-unknown", "panic"])
      .describe(
        "handled: something was claimed; unknown: reported as unknown; swallowed: neither; with axes also external: told as an error of the reason port; claimed-unknown: claimed by a handler of NMI_UNKNOWN; panic: reported, and the kernel panicked",
      ),
    rerun: z
      .literal(true)
      .optional()
      .describe("default_do_nmi ran once more, with the same regs, for an NMI that had nested"),
    claimedUnknown: z
      .array(count)
      .readonly()
      .optional()
      .describe("what each handler of NMI_UNKNOWN returned, on a machine that has any"),
    reason: z
      .enum(["serr", "iochk"])
      .optional()
      .describe("what the kernel read from the reason port"),
  })
  .meta({ id: "nmi", description: "what an engine must show for one NMI" });

const position = z.discriminatedUnion("at", [
  z.strictObject({ at: z.literal("run") }),
  z.strictObject({ at: z.literal("polling"), handler: count, slot: count }),
  z.strictObject({ at: z.literal("decide") }),
]);

/** The variables of the model. What each means stands in `spec/cpu/state.ts`. */
export const stateSchema = z
  .strictObject({
    active: z
      .array(z.array(z.boolean()).readonly())
      .readonly()
      .describe("the status bit of each slot of each handler"),
    latched: z.boolean().describe("an NMI is pending"),
    latchCarriesUnknown: z
      .boolean()
      .describe("ghost: an edge in the latch is of an unknown source"),
    rip,
    lastNmiRip: rip.nullable().describe("last_nmi_rip; null before the first NMI"),
    position: position.describe("where the CPU is"),
    handled: z.int().min(0).max(2).describe("events claimed in this NMI; 2: more than one"),
    backToBack: z.boolean(),
    carriesUnknown: z.boolean().describe("ghost: an unknown edge was folded into this NMI"),
    policyMemory: z.json().describe("what the policy keeps, for example swallow_nmi"),
    outcome: z
      .enum([
        "handled",
        "masked",
        "swallowed",
        "falseSwallow",
        "reported",
        "misattributed",
        "spurious",
      ])
      .nullable()
      .describe("ghost: how the NMI that has just ended is judged"),
    owed: z.boolean().describe("ghost: an unknown edge was lost, and no report made up for it"),
    ...axesStateFields,
  })
  .meta({ id: "state", description: "the values of the model's variables" });

/** The events of a behaviour, where each has the fields of `step` beside its own. */
export function eventsWith<Step extends Readonly<Record<string, z.ZodType>>>(step: Step) {
  return z.discriminatedUnion("event", [
    z.strictObject({ event: z.literal("raise"), handler: count, slot: count, ...step }),
    z.strictObject({ event: z.literal("external"), ...step }),
    z.strictObject({ event: z.literal("execute"), place: rip, ...step }),
    z.strictObject({ event: z.literal("deliver"), ...step }),
    z.strictObject({ event: z.literal("poll"), ...step }),
    z.strictObject({ event: z.literal("decide"), ...step, shows: nmiSchema }),
    z.strictObject({ event: z.literal("portError"), cause: z.enum(["serr", "iochk"]), ...step }),
    z.strictObject({ event: z.literal("ownEvent"), ...step }),
    z.strictObject({ event: z.literal("reinject"), ...step }),
    z.strictObject({ event: z.literal("summon"), ...step }),
    z.strictObject({ event: z.literal("touch"), ...step }),
    z.strictObject({ event: z.literal("runGuest"), ...step }),
    z.strictObject({ event: z.literal("vanish"), ...step }),
    z.strictObject({ event: z.literal("arrive"), ...step }),
    z.strictObject({ event: z.literal("lapse"), ...step }),
    z.strictObject({ event: z.literal("fault"), ...step }),
    z.strictObject({ event: z.literal("nest"), ...step }),
  ]);
}

/** One event of a behaviour: what happened, on which CPU, and the state after it. */
export const eventSchema = eventsWith({ cpu: count, state: stateSchema });

/** A state of several CPUs, each with all variables, whatever the axes of the machine are. */
export const boardStateSchema = z
  .strictObject({
    cpus: z.array(stateSchema.required()).min(2).max(MOST_CPUS).readonly(),
    holder: count
      .nullable()
      .describe("the CPU that runs the handler of the shared source, where one at a time does"),
    reader: count.nullable().describe("the CPU that holds nmi_reason_lock between two steps"),
    crashing: count.nullable().describe("the CPU on which the kernel crashes"),
  })
  .meta({ id: "boardState", description: "the values of the variables of several CPUs" });

const onBoard = { state: boardStateSchema };
const onCpu = { cpu: count, ...onBoard };

/** One event of several CPUs: what happened, on which CPU if on one, and the state after it. */
export const boardEventSchema = z.discriminatedUnion("event", [
  z.strictObject({ event: z.literal("raise"), handler: count, slot: count, ...onCpu }),
  z.strictObject({ event: z.literal("external"), ...onBoard }),
  z.strictObject({ event: z.literal("shared"), ...onBoard }),
  z.strictObject({ event: z.literal("summonAll"), ...onBoard }),
  z.strictObject({ event: z.literal("portError"), cause: z.enum(["serr", "iochk"]), ...onBoard }),
  z.strictObject({ event: z.literal("crash"), ...onCpu }),
  z.strictObject({ event: z.literal("execute"), place: rip, ...onCpu }),
  z.strictObject({ event: z.literal("decide"), ...onCpu, shows: nmiSchema }),
  z.strictObject({
    event: z.enum([
      "ownEvent",
      "reinject",
      "touch",
      "runGuest",
      "vanish",
      "arrive",
      "lapse",
      "fault",
      "nest",
      "deliver",
      "poll",
      "enter",
      "lock",
    ]),
    ...onCpu,
  }),
]);

const origin = {
  nmicheck: label.describe("the version of nmicheck that wrote the file"),
  model: z
    .strictObject({
      name: label,
      sha256: z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in 64 hexadecimal digits"),
    })
    .describe("the generated TLA+ module and the SHA-256 of its text"),
  policy: z.strictObject({ name: label, builtIn: z.boolean() }),
  platform: platformSchema,
} as const;

const about = {
  property: label
    .nullable()
    .describe(
      "the property that the behaviour violates, in its last state or by never ending; null for a behaviour of another origin",
    ),
  loop: count
    .max(MOST_EVENTS)
    .optional()
    .describe(
      "for a behaviour that never ends: after the last event it goes on with the one after this many, in the same state again; where that is all of them, nothing happens any more",
    ),
} as const;

const axes = z.record(label, label).readonly();

/** A trace of a machine with one CPU. */
export const cpuTraceSchema = z.strictObject({
  schema: z.literal(TRACE_SCHEMA),
  ...origin,
  axes: axes
    .optional()
    .describe(
      "what the machine has beside the core, by the names of `nmicheck axes`; the states of such a trace have all variables, others have none of the axes'",
    ),
  ...about,
  initial: stateSchema,
  events: z.array(eventSchema).readonly(),
});

/** A trace of a machine with several CPUs. */
export const boardTraceSchema = z.strictObject({
  schema: z.literal(BOARD_TRACE_SCHEMA),
  ...origin,
  axes: axes.describe(
    "what the machine has beside the core, by the names of `nmicheck axes`: `cpus` among them",
  ),
  ...about,
  initial: boardStateSchema,
  events: z.array(boardEventSchema).readonly(),
});

export type TracePlatform = z.infer<typeof platformSchema>;
/** What an engine must show for one NMI. */
export type NmiShown = z.infer<typeof nmiSchema>;
/** The values of the variables of a CPU. */
export type TraceState = z.infer<typeof stateSchema>;
/** One event of a behaviour of one CPU, and the state after it. */
export type TraceEvent = z.infer<typeof eventSchema>;
/** A behaviour of one CPU as a trace file has it, `nmicheck.trace/1`. */
export type CpuTrace = z.infer<typeof cpuTraceSchema>;
/** The values of the variables of several CPUs. */
export type BoardTraceState = z.infer<typeof boardStateSchema>;
/** One event of a behaviour of several CPUs, and the state after it. */
export type BoardTraceEvent = z.infer<typeof boardEventSchema>;
/** A behaviour of several CPUs as a trace file has it, `nmicheck.trace/2`. */
export type BoardTrace = z.infer<typeof boardTraceSchema>;
/** A behaviour as a trace file has it. */
export type Trace = CpuTrace | BoardTrace;

/** Whether a trace is one of several CPUs. */
export function isBoardTrace(trace: Trace): trace is BoardTrace {
  return trace.schema === BOARD_TRACE_SCHEMA;
}
