import { z } from "zod";
import type { State } from "../../../spec/cpu/state.js";

const sources = z
  .strictObject({ handlers: z.array(z.boolean()).readonly(), other: z.boolean() })
  .optional();

/** The variables that only machines with axes have. What each means stands in `spec/cpu/state.ts`. */
export const axesStateFields = {
  secondLatched: z.boolean().optional().describe("a second NMI pends behind the first"),
  lvtpcMasked: z.boolean().optional().describe("the PMU's entry of the local APIC is masked"),
  serr: z.boolean().optional().describe("the bit of a system error is set in the reason port"),
  iochk: z.boolean().optional().describe("the bit of an I/O check is set in the reason port"),
  serrOff: z.boolean().optional().describe("the kernel has disabled the line of system errors"),
  ownSource: z
    .boolean()
    .optional()
    .describe("the source has something to say that a handler of NMI_UNKNOWN knows"),
  unblocked: z.boolean().optional().describe("NMIs are unblocked within the NMI in progress"),
  guest: z.boolean().optional().describe("a guest runs: its next NMI is taken at VM exit"),
  inFlight: z.boolean().optional().describe("the edge of an event of handler 0 is on its way"),
  nested: z.boolean().optional().describe("nmi_state is NMI_LATCHED: the handlers will run again"),
  claimedBy: z
    .array(z.int().min(0))
    .readonly()
    .optional()
    .describe("with told: how many events each handler claimed so far in the NMI in progress"),
  forgives: z
    .boolean()
    .optional()
    .describe("handler 0 claims an NMI in which it finds nothing: it expects one without an event"),
  latchSources: sources.describe("with nmi-source or told: the sources of the NMI that pends"),
  secondSources: sources.describe("with nmi-source or told: those of the second one"),
  sources: sources.describe("with nmi-source or told: those of the NMI in progress"),
  summoned: z.boolean().optional().describe("the CPU was summoned to the handler in front"),
  inFront: z
    .boolean()
    .optional()
    .describe("the NMI in progress is that of the handler in front of all others"),
  panicked: z.boolean().optional().describe("the kernel has panicked: nothing happens any more"),
  secondCarriesUnknown: z
    .boolean()
    .optional()
    .describe("ghost: an unknown edge is in the second pending NMI"),
  nestedCarriesUnknown: z
    .boolean()
    .optional()
    .describe("ghost: an unknown edge is in the NMI that nested"),
  elsewhere: z
    .enum(["external", "recognised", "taken", "hidden"])
    .nullable()
    .optional()
    .describe("ghost: how the NMI ended that has just ended, where the core has no name for it"),
} as const satisfies Partial<Record<keyof State<unknown>, z.ZodType>>;

/** Whether a state has the variables of the axes: those of a trace of the core have not. */
export function hasAxes(state: object): boolean {
  return "elsewhere" in state;
}
