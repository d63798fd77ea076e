import { NMIS_NO_SOURCE } from "./hardware.js";
import { CLEAR_IOCHK, CLEAR_MASK, CLEAR_SERR, IOCHK, SERR } from "./port.js";

/** `struct pt_regs`, as far as NMIs look at it. */
export interface PtRegs {
  readonly ip: number;
  /** `fred_event_data(regs)`: the bitmap of the NMI's sources; 0 where the CPU does not tell. */
  readonly eventData: number;
}

/** A handler on a chain; returns how many events it handled. */
export interface NmiHandler {
  /** With which it was registered; null on the chains where it does not matter. */
  readonly vector: number | null;
  readonly call: (regs: PtRegs) => number;
}

/** Which state of `arch/x86/kernel/nmi.c` runs. */
export interface Patches {
  /** The patch of September 2011: back-to-back NMIs are noticed, and may be swallowed. */
  readonly swallow: boolean;
  /** Its optimization, which 3.2 does not have: "only loop once if this is not a back-to-back NMI". */
  readonly loopOnce: boolean;
}

/** The kernel's settings that turn a message into a panic. */
export type Panics = "none" | "unknown_nmi_panic" | "panic_on_unrecovered_nmi" | "panic_on_io_nmi";

/** `enum nmi_states`: 0 is NMI_NOT_RUNNING, 1 NMI_EXECUTING, 2 NMI_LATCHED. */
export type NmiStates = 0 | 1 | 2;

/** The per-CPU variables. No instruction is at 0, so that 0 stands for "no NMI yet". */
export interface PerCpu {
  lastNmiRip: number;
  swallowNmi: boolean;
  nmiState: NmiStates;
}

/** What the kernel says on the console. */
export type Message = "Uhhuh" | "SERR" | "IOCK";

/** What the kernel calls in other files. */
export interface Surroundings {
  readonly local: readonly NmiHandler[];
  readonly unknown: readonly NmiHandler[];
  readonly serr: readonly NmiHandler[];
  readonly ioCheck: readonly NmiHandler[];
  readonly panic: Panics;
  /** `irqentry_nmi_enter` and `irqentry_nmi_exit`. */
  readonly enter: () => void;
  readonly exit: () => void;
  /** `microcode_nmi_handler`, or the emergency handler: whether it takes the NMI. */
  readonly front: () => boolean;
  /** The walk of the chain is over. */
  readonly walked: () => void;
  /** `x86_platform.get_nmi_reason`, and a write of the port. */
  readonly getNmiReason: () => number;
  readonly outb: (value: number) => void;
  readonly printk: (message: Message) => void;
  /** `nmi_panic`, which does not return. */
  readonly nmiPanic: () => never;
}

/**
 * "Match the NMI-source vector saved during registration with the source bitmap. Always return true
 * when bit 0 of the source bitmap is set." ("[PATCH v5 5/9] x86/nmi: Add support to handle NMIs with
 * source information", Sohil Mehta, May 2025.)
 */
function matchNmiSource(sourceBitmap: number, vector: number): boolean {
  return (sourceBitmap & ((1 << NMIS_NO_SOURCE) | (1 << vector))) !== 0;
}

/**
 * `nmi_handle`: calls the handlers of a chain in turn and adds up what they handled. With a bitmap
 * of sources only those whose vector is in it.
 */
function nmiHandle(
  patches: Patches,
  chain: readonly NmiHandler[],
  regs: PtRegs,
  b2b: boolean,
): number {
  let handled = 0;
  for (const { vector, call } of chain) {
    const isAsked = regs.eventData === 0 || vector === null;
    if (!isAsked && !matchNmiSource(regs.eventData, vector)) continue;
    handled += call(regs);
    if (patches.loopOnce && !b2b && handled > 0) break;
  }
  return handled;
}

/** Whoever is on NMI_SERR comes first; else the line is cleared and disabled, and stays so. */
function pciSerrError(
  reason: number,
  patches: Patches,
  { serr, panic, printk, nmiPanic, outb }: Surroundings,
  regs: PtRegs,
): void {
  if (nmiHandle(patches, serr, regs, false) > 0) return;
  printk("SERR");
  if (panic === "panic_on_unrecovered_nmi") nmiPanic();
  outb((reason & CLEAR_MASK) | CLEAR_SERR);
}

/** Whoever is on NMI_IO_CHECK comes first; else the line is disabled for two seconds. */
function ioCheckError(
  reason: number,
  patches: Patches,
  { ioCheck, panic, printk, nmiPanic, outb }: Surroundings,
  regs: PtRegs,
): void {
  if (nmiHandle(patches, ioCheck, regs, false) > 0) return;
  printk("IOCK");
  if (panic === "panic_on_io_nmi") nmiPanic();
  const disabled = (reason & CLEAR_MASK) | CLEAR_IOCHK;
  outb(disabled);
  outb(disabled & ~CLEAR_IOCHK);
}

/** The patch of 2011 says `false` for b2b here: "only the first one is ever run". */
function unknownNmiError(patches: Patches, surroundings: Surroundings, regs: PtRegs): void {
  const { unknown, panic, printk, nmiPanic } = surroundings;
  if (nmiHandle(patches, unknown, regs, false) > 0) return;
  printk("Uhhuh");
  if (panic === "unknown_nmi_panic" || panic === "panic_on_unrecovered_nmi") nmiPanic();
}

/**
 * `default_do_nmi` of "[V5][PATCH 4/6] x86, nmi: add in logic to handle multiple events and unknown
 * NMIs" (Don Zickus, September 2011), and of Linux 3.2 and later, which is the same without the
 * optimization. Without either patch only the comparison is left, which nothing looks at.
 */
function defaultDoNmi(
  patches: Patches,
  cpu: PerCpu,
  surroundings: Surroundings,
  regs: PtRegs,
): void {
  let b2b = false;
  if (regs.ip === cpu.lastNmiRip) b2b = true;
  else cpu.swallowNmi = false;

  cpu.lastNmiRip = regs.ip;

  if (surroundings.front()) {
    surroundings.walked();
    return;
  }
  const handled = nmiHandle(patches, surroundings.local, regs, b2b);
  surroundings.walked();
  if (handled > 0) {
    if (patches.swallow && handled > 1) cpu.swallowNmi = true;
    return;
  }

  const reason = surroundings.getNmiReason();
  if ((reason & (SERR | IOCHK)) !== 0) {
    if ((reason & SERR) !== 0) pciSerrError(reason, patches, surroundings, regs);
    else ioCheckError(reason, patches, surroundings, regs);
    return;
  }

  if (b2b && cpu.swallowNmi) return;
  unknownNmiError(patches, surroundings, regs);
}

/** `exc_nmi`: one that comes while another is in progress is noted, and the other runs once more. */
export function excNmi(
  patches: Patches,
  cpu: PerCpu,
  surroundings: Surroundings,
  regs: PtRegs,
): void {
  if (cpu.nmiState !== 0) {
    cpu.nmiState = 2;
    return;
  }
  cpu.nmiState = 1;
  for (;;) {
    surroundings.enter();
    defaultDoNmi(patches, cpu, surroundings, regs);
    surroundings.exit();
    if (cpu.nmiState === 1) break;
    cpu.nmiState = 1;
  }
  cpu.nmiState = 0;
}

/** `local_touch_nmi`, which the idle loop calls. */
export function localTouchNmi(cpu: PerCpu): void {
  cpu.lastNmiRip = 0;
}
