/** `struct pt_regs`, as far as NMIs look at it. */
export interface PtRegs {
  readonly ip: number;
}

/** A handler on the NMI_LOCAL chain; returns how many events it handled. */
export type NmiHandler = (regs: PtRegs) => number;

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

/** `nmi_handle(NMI_LOCAL, …)`: calls the handlers in turn and adds up what they handled. */
function nmiHandle(
  patches: Patches,
  local: readonly NmiHandler[],
  regs: PtRegs,
  b2b: boolean,
): number {
  let handled = 0;
  for (const handler of local) {
    handled += handler(regs);
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
