import type { Axes } from "../cpu/axes.js";
import type { State } from "../cpu/state.js";
import type { Below, Range, Vector } from "../language.js";
import type { Platform } from "../platforms.js";
import type { Policy, SeenMore } from "../policy.js";

/** How the CPUs hang together. */
export interface Board {
  /** How many CPUs there are. CPU 0 is the boot CPU. */
  readonly cpus: Range<1, 4>;
  /**
   * Which CPUs get the edge of an unknown source: the boot CPU alone, as LINT1 does by default
   * (`apic_extnmi`, `arch/x86/kernel/apic/apic.c`), or all of them, as a crash button does.
   */
  readonly externalTo: "boot" | "all";
  /**
   * Slot 0 of the last handler is one source for all CPUs, as the firmware's error records are
   * (`ghes_notify_nmi`, `drivers/acpi/apei/ghes.c`): its edge goes to the boot CPU or to all, any CPU
   * may claim it, and then it is claimed for all. "none": every slot is its own CPU's.
   */
  readonly sharedTo: "none" | "boot" | "all";
  /**
   * Whether one CPU at a time runs the last handler, which polls the shared source: another one that
   * calls it meanwhile returns at once, and claims nothing (`ghes_in_nmi`,
   * `drivers/acpi/apei/ghes.c`). "none": they poll side by side.
   */
  readonly sharedLock: "none" | "skip";
  /**
   * Which CPUs get the edge of an error of the reason port (0x61), whose bits all CPUs see: there is
   * one port. "none": as "boot".
   */
  readonly portTo: "none" | "boot" | "all";
  /**
   * Whether a CPU can be seen between taking `nmi_reason_lock` and the end of its decision, while
   * others that want the lock wait. "step": a decision is one step.
   */
  readonly reasonLock: "step" | "held";
}

/** A machine of several CPUs, each with the same axes, and the policy of the kernel that runs on it. */
export interface SmpConfig<Memory> {
  readonly platform: Platform;
  readonly axes: Axes;
  readonly board: Board;
  readonly policy: Policy<Memory, SeenMore>;
}

/** Each CPU as it is alone: latch, chain, heuristic and ghost are all its own. */
export interface SmpState<Memory> {
  readonly cpus: Vector<State<Memory>, Board["cpus"]>;
  /** The CPU that runs the handler of the shared source, where only one may; or null. */
  readonly holder: Below<Board["cpus"]> | null;
  /** The CPU that holds `nmi_reason_lock` between two steps, or null. */
  readonly reader: Below<Board["cpus"]> | null;
  /** The CPU on which the kernel crashes, and whose emergency handler takes all NMIs; or null. */
  readonly crashing: Below<Board["cpus"]> | null;
}
