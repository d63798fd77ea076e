/**
 * What a machine may have beside the latch and the NMI_LOCAL chain. Each axis has a value at which
 * it is off; with all of them off the machine is that of the core, `spec/nmi.ts`, step for step.
 */
export interface Axes {
  /**
   * How many NMIs can pend outside of NMI context: 1 on bare metal; 2 in a virtual machine under
   * KVM, which allows "one NMI running, and one NMI pending after it" and, while none is running,
   * two ("and we'll inject the first one immediately": `process_nmi`, `arch/x86/kvm/x86.c`).
   */
  readonly latchDepth: 1 | 2;
  /** `local_touch_nmi` of idle and of stop-machine: the kernel forgets `last_nmi_rip`. */
  readonly touch: boolean;
  /**
   * Handler 0 is the PMU's: a PMI masks its own entry of the local APIC (LVTPC) until the handler
   * writes it again, before it looks at the counters ("early") or after ("late"), or never
   * ("forgotten"). "unmasked": the entry does not mask itself.
   */
  readonly lvtpc: "unmasked" | "early" | "late" | "forgotten";
  /** The reason port (0x61): PCI system errors and I/O checks, read when no handler claimed anything. */
  readonly reasonPort: boolean;
  /**
   * The NMI_UNKNOWN chain: no handler; one that recognises its own source; one that claims
   * whatever comes (a greedy watchdog); or both, in this or in the other order.
   */
  readonly unknownChain: "none" | "own" | "greedy" | "ownThenGreedy" | "greedyThenOwn";
  /**
   * How handler 0 answers: by what it claimed; at least one always ("greedy"); without clearing
   * what it claims ("keeps"); with two for each event ("doubles").
   */
  readonly manners: "honest" | "greedy" | "keeps" | "doubles";
  /**
   * An exception in a handler ends with IRET, which unblocks NMIs: the next one nests. It is noted
   * in `nmi_state`, and `exc_nmi` runs `default_do_nmi` once more with the same `regs`.
   */
  readonly nesting: boolean;
}
