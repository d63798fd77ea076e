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
  /**
   * The reason port (0x61): PCI system errors and I/O checks, read when no handler claimed anything.
   * The chains NMI_SERR and NMI_IO_CHECK have no handler ("unhandled"); or one each that knows the
   * cause, and clears it ("known"); or one each that claims whatever comes, and clears nothing
   * ("greedy"). "serr": system errors alone, with a handler that knows them.
   */
  readonly reasonPort: "absent" | "unhandled" | "known" | "greedy" | "serr";
  /**
   * The NMI_UNKNOWN chain: no handler; one that recognises its own source; one that claims
   * whatever comes (a greedy watchdog); or both, in this or in the other order.
   */
  readonly unknownChain: "none" | "own" | "greedy" | "ownThenGreedy" | "greedyThenOwn";
  /**
   * How handler 0 answers: by what it claimed; at least one always ("greedy"); without clearing
   * what it claims ("no-ack"); with two for each event ("double-count").
   */
  readonly handlerQuirk: "none" | "greedy" | "no-ack" | "double-count";
  /**
   * An exception in a handler ends with IRET, which unblocks NMIs: the next one nests. It is noted
   * in `nmi_state`, and `exc_nmi` runs `default_do_nmi` once more with the same `regs`.
   */
  readonly nesting: boolean;
  /**
   * What the kernel panics on: an NMI that it would report as unknown (`unknown_nmi_panic`); that
   * and a system error that nobody takes (`panic_on_unrecovered_nmi`); an I/O check that nobody
   * takes (`panic_on_io_nmi`).
   */
  readonly panic: "never" | "unknown" | "unrecovered" | "io";
  /**
   * NMIs come with a bitmap of their sources (FRED): every handler has a vector of its own, and is
   * called only if its bit is set. The sources that no handler knows come with the vector of LINT1
   * ("lint1"), which no handler has; or without one ("unnamed"), and then all handlers are called; or
   * they set no bit at all ("empty"). The last handler may be registered without a vector: its own
   * edges have none either ("handlerUnnamed"), or a chipset sends them with that of LINT1
   * ("handlerLint1"), as which the sources come that no handler knows.
   */
  readonly nmiSource: "absent" | "lint1" | "unnamed" | "empty" | "handlerUnnamed" | "handlerLint1";
  /**
   * The CPU of a KVM host: an NMI that comes while a guest runs is taken at VM exit, and always finds
   * the CPU at place 1, which no NMI of the host's own code does (`vmx_do_nmi_irqoff`,
   * `arch/x86/kvm/vmx/vmenter.S`; `stgi` on SVM). "touch": a VM entry calls `local_touch_nmi`, as
   * idle does; no kernel does so yet.
   */
  readonly kvmHost: "no" | "yes" | "touch";
  /**
   * The PMU, which is handler 0's, as it is where edges and status bits do not keep together. Its bits
   * may be gone before the handler looks, and the edge comes all the same ("vanishing"; "stopped": so
   * where perf stops IBS, whose handler then claims the next NMI in which it finds nothing,
   * `IBS_STOPPED`). Or an edge comes late: it is on its way while the CPU runs, takes other NMIs and
   * claims the event ("late"; "window": so on AMD, where perf claims whatever comes for 100 ms after
   * it has claimed an event, `amd_pmu_adjust_nmi_window`).
   */
  readonly pmu: "prompt" | "vanishing" | "stopped" | "late" | "window";
  /**
   * How a hypervisor delivers NMIs: each edge as hardware does; "drops": one that comes while an NMI is
   * handled is lost; "again": the NMI that is handled may be delivered once more, though no edge came.
   */
  readonly nmiInjection: "once" | "drops" | "again";
  /**
   * A handler in front of all others takes whole NMIs, once this CPU was summoned to it: that of a
   * microcode update takes the next one ("rendezvous"), that of a crash each one ("emergency").
   */
  readonly frontHandler: "none" | "rendezvous" | "emergency";
  /**
   * What the policy is told of an NMI beside `b2b` and whether events were claimed: its `ip`, and how
   * many each handler claimed ("handlers"); that and the bitmap of its sources ("bitmap"), in which the
   * sources that no handler knows may have no bit ("bitmapWithoutUnknown") or share that of the last
   * handler ("bitmapShared"). No other part of the machine looks at that.
   */
  readonly policyInput: "nothing" | "handlers" | "bitmap" | "bitmapWithoutUnknown" | "bitmapShared";
}
