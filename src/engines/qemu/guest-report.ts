import { z } from "zod";

const count = z.int().min(0);

const nmi = z.strictObject({
  /** `regs->ip`, relative to the first place. */
  ip: z.int(),
  /** How many handlers were called. */
  called: count,
  claimed: z.array(count).readonly(),
  /** How often the NMI_UNKNOWN chain was called. */
  unknown: count,
  /** What each handler of NMI_UNKNOWN claimed, where the trace has any. */
  claimedUnknown: z.array(count).readonly().optional(),
  /** How often an NMI nested in it. */
  nested: count.optional(),
  /** Handlers were called in another order than they were registered in. */
  disordered: z.literal(true).optional(),
  /** It came although no edge of the plan was out for it. */
  unasked: z.literal(true).optional(),
});

/** What the guest says in a frame; `guest/report.c` writes it. */
export const guestReportSchema = z.union([
  z.strictObject({
    ready: z.literal(true),
    /** The kernel's name for itself (`uname -r`). */
    release: z.string(),
    /** Two edges sent outside NMI context make one NMI on this machine. */
    folds: z.boolean(),
  }),
  z.strictObject({
    trace: count,
    nmis: z.array(nmi).readonly(),
    /** How often the kernel printed "Uhhuh. NMI received for unknown reason". */
    uhhuh: count,
    /** The kernel panicked, and this is its last word. */
    panicked: z.literal(true).optional(),
  }),
  z.strictObject({ done: count }),
  z.strictObject({ error: z.string(), code: z.int() }),
]);

export type GuestReport = z.infer<typeof guestReportSchema>;
export type TraceReport = Extract<GuestReport, { readonly trace: number }>;
export type GuestNmi = z.infer<typeof nmi>;
