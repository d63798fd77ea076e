/** `struct pt_regs`, as far as NMIs look at it. */
export interface PtRegs {
  readonly ip: number;
  /** `fred_event_data(regs)`: the bitmap of the NMI's sources; 0 where the CPU does not tell. */
  readonly eventData: number;
}

/** A handler on the NMI_LOCAL chain; returns how many events it handled. */
export interface NmiHandler {
  readonly vector: number;
  readonly call: (regs: PtRegs) => number;
}

/** Which state of `arch/x86/kernel/nmi.c` runs. */
export interface Patches {
  /** The patch of September 2011: back-to-back NMIs are noticed, and may be swallowed. */
  readonly swallow: boolean;
  /** Its optimization, which 3.2 does not have: "only loop once if this is not a back-to-back NMI". */
  readonly loopOnce: boolean;
}

/** The per-CPU variables. No instruction is at 0, so that 0 stands for "no NMI yet". */
export interface PerCpu {
  lastNmiRip: number;
  swallowNmi: boolean;
}

/** What the kernel calls in other files. */
export interface Surroundings {
  readonly local: readonly NmiHandler[];
  /** The walk of the chain is over. */
  readonly walked: () => void;
  /** `unknown_nmi_error`: "Uhhuh. NMI received for unknown reason". */
  readonly unknownNmiError: (regs: PtRegs) => void;
}

/** Bit 0: "a source vector was not used while generating an NMI". */
const NMIS_VECTOR_NONE = 0;

/**
 * "Match the NMI-source vector saved during registration with the source bitmap. Always return true
 * when bit 0 of the source bitmap is set." ("[PATCH v5 5/9] x86/nmi: Add support to handle NMIs with
 * source information", Sohil Mehta, May 2025.)
 */
function matchNmiSource(sourceBitmap: number, { vector }: NmiHandler): boolean {
  return (sourceBitmap & ((1 << NMIS_VECTOR_NONE) | (1 << vector))) !== 0;
}

/**
 * `nmi_handle(NMI_LOCAL, …)`: calls the handlers in turn and adds up what they handled. With a
 * bitmap of sources only those whose vector is in it.
 */
function nmiHandle(
  patches: Patches,
  local: readonly NmiHandler[],
  regs: PtRegs,
  b2b: boolean,
): number {
  let handled = 0;
  for (const handler of local) {
    if (regs.eventData !== 0 && !matchNmiSource(regs.eventData, handler)) continue;
    handled += handler.call(regs);
    if (patches.loopOnce && !b2b && handled > 0) break;
  }
  return handled;
}

/**
 * `default_do_nmi` of "[V5][PATCH 4/6] x86, nmi: add in logic to handle multiple events and unknown
 * NMIs" (Don Zickus, September 2011), and of Linux 3.2 and later, which is the same without the
 * optimization. Without either patch only the comparison is left, which nothing looks at.
 */
export function defaultDoNmi(
  patches: Patches,
  cpu: PerCpu,
  surroundings: Surroundings,
  regs: PtRegs,
): void {
  let b2b = false;
  if (regs.ip === cpu.lastNmiRip) b2b = true;
  else cpu.swallowNmi = false;

  cpu.lastNmiRip = regs.ip;

  const handled = nmiHandle(patches, surroundings.local, regs, b2b);
  surroundings.walked();
  if (handled > 0) {
    if (patches.swallow && handled > 1) cpu.swallowNmi = true;
    return;
  }

  if (b2b && cpu.swallowNmi) return;
  surroundings.unknownNmiError(regs);
}
