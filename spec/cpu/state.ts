import type { Below, Index, Ragged } from "../language.js";
import type { Platform } from "../platforms.js";
import type { Claimed, Handled, Policy, Rip, SeenMore, Sources } from "../policy.js";
import type { Axes } from "./axes.js";

/** A machine (one CPU) and the policy of the kernel that runs on it. */
export interface Config<Memory> {
  readonly platform: Platform;
  readonly axes: Axes;
  readonly policy: Policy<Memory, SeenMore>;
}

/** A handler of the NMI_LOCAL chain, by its place in the calling order. */
export type Handler = Index<Platform["chain"]>;

/** A slot of a handler: a number below that of the longest handler. */
export type Slot = Below<Platform["chain"][number]>;

/** Where the CPU is. NMIs are blocked while it is not in "run". */
export type Position =
  | { readonly at: "run" }
  | { readonly at: "polling"; readonly handler: Handler; readonly slot: Slot }
  | { readonly at: "decide" };

/** A source of the reason port, in the order in which `default_do_nmi` asks. */
export type PortLine = "serr" | "iochk";

/** The hardware: the event slots, the NMI latch, the program counter, and what the axes add. */
export interface Hardware {
  /** The status bit of each slot: set when its event happens, cleared by the handler that claims it. */
  readonly active: Ragged<boolean, Platform["chain"]>;
  /** The CPU's NMI latch: any number of edges while one is pending fold into one. */
  readonly latched: boolean;
  /** Where the CPU is outside NMI context. */
  readonly rip: Rip;
  /** A second NMI pends behind the first. */
  readonly secondLatched: boolean;
  /** The PMU's entry of the local APIC is masked: an overflow sets its slot and sends nothing. */
  readonly lvtpcMasked: boolean;
  /** The bit of a system error is set in the reason port. */
  readonly serr: boolean;
  /** The bit of an I/O check is set in the reason port. */
  readonly iochk: boolean;
  /** Nobody took a system error: the kernel has disabled its line, and never enables it again. */
  readonly serrOff: boolean;
  /** The source that the handler of the NMI_UNKNOWN chain knows has something to say. */
  readonly ownSource: boolean;
  /** NMIs are unblocked within the NMI in progress. */
  readonly unblocked: boolean;
  /** A guest runs: its next NMI is taken at VM exit. */
  readonly guest: boolean;
  /** The edge of an event of handler 0 is on its way to the latch. */
  readonly inFlight: boolean;
  /** The sources of the NMI that pends. */
  readonly latchSources: Sources;
  /** Those of the second one. */
  readonly secondSources: Sources;
  /** Those of the NMI in progress. */
  readonly sources: Sources;
}

/** What the kernel keeps, all of it visible to the kernel. */
export interface Kernel<Memory> {
  /** `last_nmi_rip`: where the previous NMI found the CPU, if there was one. */
  readonly lastNmiRip: Rip | null;
  readonly position: Position;
  /** Events claimed so far in the NMI in progress. */
  readonly handled: Handled;
  /** `b2b`: the NMI in progress found the CPU where the previous one did. */
  readonly backToBack: boolean;
  /** The memory of the policy (`swallow_nmi`). */
  readonly policyMemory: Memory;
  /** `nmi_state` is NMI_LATCHED: an NMI nested, and `default_do_nmi` will run once more. */
  readonly nested: boolean;
  /** How many events each handler claimed so far in the NMI in progress. */
  readonly claimedBy: Claimed;
  /** Handler 0 expects an NMI without an event: it claims one in which it finds nothing. */
  readonly forgives: boolean;
  /** The CPU was summoned to the handler in front: the next NMI is its. */
  readonly summoned: boolean;
  /** The NMI in progress is that of the handler in front. */
  readonly inFront: boolean;
  /** The kernel has panicked: nothing happens any more. */
  readonly panicked: boolean;
}

/** How an NMI ended, judged with the ghost. */
export type Outcome =
  | "handled"
  | "masked"
  | "swallowed"
  | "falseSwallow"
  | "reported"
  | "misattributed"
  | "spurious";

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

/** What only an observer of the hardware knows; no kernel and no policy sees it. */
export interface Ghost {
  /** At least one edge folded into the latch came from a source that no handler knows. */
  readonly latchCarriesUnknown: boolean;
  /** Such an edge was folded into the NMI in progress. */
  readonly carriesUnknown: boolean;
  /** An unknown edge was masked or falsely swallowed, and no misattributed report made up for it. */
  readonly owed: boolean;
  /** How the NMI that has just ended is judged; gone with the next step. */
  readonly outcome: Outcome | null;
  /** An unknown edge is in the second pending NMI. */
  readonly secondCarriesUnknown: boolean;
  /** An unknown edge is in the NMI that nested. */
  readonly nestedCarriesUnknown: boolean;
  /** How the NMI that has just ended was taken elsewhere; gone with the next step. */
  readonly elsewhere: Elsewhere | null;
}

export interface State<Memory> extends Hardware, Kernel<Memory>, Ghost {}
