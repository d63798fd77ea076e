import type { Platform } from "../platforms.js";
import type { Claimed, Policy, SeenMore, Sources } from "../policy.js";
import type { Ghost as CoreGhost, Hardware, Kernel } from "../state.js";
import type { Axes } from "./axes.js";

/** A machine with the axes, and the policy of the kernel that runs on it. */
export interface PathConfig<Memory> {
  readonly platform: Platform;
  readonly axes: Axes;
  readonly policy: Policy<Memory, SeenMore>;
}

/** A source of the reason port, in the order in which `default_do_nmi` asks. */
export type PortLine = "serr" | "iochk";

/** How an NMI ended that no NMI_LOCAL handler claimed and that was neither reported nor swallowed. */
export type Elsewhere =
  /** The reason port told of a system error or an I/O check. */
  | "external"
  /** A handler of the NMI_UNKNOWN chain recognised its own source. */
  | "recognised"
  /** A greedy handler claimed it, and there was nothing to lose. */
  | "taken"
  /** A greedy handler claimed it, and an unknown edge was in it. */
  | "hidden";

/** What the hardware has beside the latch, the slots and the program counter. */
export interface PathHardware extends Hardware {
  /** A second NMI pends behind the first (`latchDepth` 2). */
  readonly secondLatched: boolean;
  /** The PMU's entry of the local APIC is masked: an overflow sets its slot and sends nothing. */
  readonly lvtpcMasked: boolean;
  /** A system error stands in the reason port. */
  readonly serr: boolean;
  /** An I/O check stands in the reason port. */
  readonly iochk: boolean;
  /** Nobody took a system error: the kernel has disabled its line, and never enables it again. */
  readonly serrOff: boolean;
  /** The source that the handler of the NMI_UNKNOWN chain knows has something to say. */
  readonly ownSource: boolean;
  /** NMIs are unblocked within the NMI in progress. */
  readonly unblocked: boolean;
  /** The sources of the NMI that pends (`nmiSource`, `told`). */
  readonly latchSources: Sources;
  /** Those of the second one. */
  readonly secondSources: Sources;
  /** Those of the NMI in progress. */
  readonly sources: Sources;
}

/** What the kernel keeps beside the core: of a nested NMI, of what handlers said. */
export interface PathKernel<Memory> extends Kernel<Memory> {
  /** `nmi_state` is NMI_LATCHED: an NMI nested, and `default_do_nmi` will run once more. */
  readonly nested: boolean;
  /** How many events each handler claimed so far in the NMI in progress (`told`). */
  readonly claimedBy: Claimed;
  /** The kernel has panicked: nothing happens any more. */
  readonly panicked: boolean;
}

/** What only an observer of the hardware knows of all this. */
export interface Ghost extends CoreGhost {
  /** An unknown edge is in the second pending NMI. */
  readonly secondCarriesUnknown: boolean;
  /** An unknown edge is in the NMI that nested. */
  readonly nestedCarriesUnknown: boolean;
  /** How the NMI ended that has just ended, where the core has no name for it; gone with the next step. */
  readonly elsewhere: Elsewhere | null;
}

export interface PathState<Memory> extends PathHardware, PathKernel<Memory>, Ghost {}
