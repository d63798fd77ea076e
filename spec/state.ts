import type { Below, Index, Ragged, Range } from "./language.js";
import type { Platform } from "./platforms.js";
import type { Handled, Policy } from "./policy.js";

/** A machine (one CPU) and the policy of the kernel that runs on it. */
export interface Config<Memory> {
  readonly platform: Platform;
  readonly policy: Policy<Memory>;
}

/** A place the CPU can be at outside NMI context: `regs->ip` when an NMI comes. */
export type Rip = Range<1, Platform["rips"]>;

/** A handler of the NMI_LOCAL chain, by its place in the calling order. */
export type Handler = Index<Platform["chain"]>;

/** A slot of a handler: a number below that of the longest handler. */
export type Slot = Below<Platform["chain"][number]>;

/** Where the CPU is. NMIs are blocked while it is not in "run". */
export type Position =
  | { readonly at: "run" }
  | { readonly at: "polling"; readonly handler: Handler; readonly slot: Slot }
  | { readonly at: "decide" };

/** The hardware: the event slots, the one-deep NMI latch, the program counter. */
export interface Hardware {
  /** The status bit of each slot: set when its event happens, cleared by the handler that claims it. */
  readonly active: Ragged<boolean, Platform["chain"]>;
  /** The CPU's NMI latch: any number of edges while one is pending fold into one. */
  readonly latched: boolean;
  /** Where the CPU is outside NMI context. */
  readonly rip: Rip;
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
}

export interface State<Memory> extends Hardware, Kernel<Memory>, Ghost {}
