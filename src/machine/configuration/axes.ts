import type { Board } from "../../../spec/board/state.js";
import type { Axes } from "../../../spec/cpu/axes.js";
import { noAxes } from "../../../spec/cpu/no-axes.js";

/** An axis of the machine, as the command line names it. */
export interface Axis {
  readonly name: string;
  /** What it was called before: still read, never written. */
  readonly formerly?: string;
  readonly what: string;
  /** Where the facts are from. */
  readonly source: string;
  /** The value at which the axis is off; then the others. */
  readonly off: string;
  readonly offFormerly?: string;
  readonly values: readonly AxisValue[];
}

/** A value of an axis other than off, and what it changes: on each CPU, or of how several hang together. */
export interface AxisValue {
  readonly name: string;
  readonly formerly?: string;
  readonly axes: Partial<Axes>;
  readonly board?: Partial<Board>;
}

const ofMachine = [
  {
    name: "latch-depth",
    what: "how many NMIs can pend outside of NMI context",
    source: "process_nmi, arch/x86/kvm/x86.c (6.1, 6.12)",
    off: "1",
    values: [{ name: "2", axes: { latchDepth: 2 } }],
  },
  {
    name: "touch",
    what: "local_touch_nmi: the kernel forgets last_nmi_rip",
    source: "local_touch_nmi, arch/x86/kernel/nmi.c (6.1, 6.12)",
    off: "no",
    values: [{ name: "yes", axes: { touch: true } }],
  },
  {
    name: "lvtpc",
    what: "a PMI of handler 0 masks its own entry of the local APIC until it is written again",
    source:
      "Intel SDM volume 3, section 12.5.1; intel_pmu_handle_irq, arch/x86/events/intel/core.c",
    off: "unmasked",
    values: [
      { name: "early", axes: { lvtpc: "early" } },
      { name: "late", axes: { lvtpc: "late" } },
      { name: "forgotten", axes: { lvtpc: "forgotten" } },
    ],
  },
  {
    name: "reason-port",
    what: "PCI system errors and I/O checks, read from port 0x61 when no handler claimed anything; with handlers that know them, or that claim whatever comes",
    source:
      "default_do_nmi, pci_serr_error, io_check_error, arch/x86/kernel/nmi.c (6.1, 6.12); drivers/watchdog/hpwdt.c",
    off: "no",
    values: [
      { name: "yes", axes: { reasonPort: "unhandled" } },
      { name: "known", axes: { reasonPort: "known" } },
      { name: "greedy", axes: { reasonPort: "greedy" } },
    ],
  },
  {
    name: "unknown-chain",
    what: "handlers of the NMI_UNKNOWN chain: one that knows its own source, one that claims all",
    source: "unknown_nmi_error, arch/x86/kernel/nmi.c (6.1, 6.12); the seed's call with b2b false",
    off: "none",
    values: [
      { name: "own", axes: { unknownChain: "own" } },
      { name: "greedy", axes: { unknownChain: "greedy" } },
      { name: "own-greedy", axes: { unknownChain: "ownThenGreedy" } },
      { name: "greedy-own", axes: { unknownChain: "greedyThenOwn" } },
    ],
  },
  {
    name: "handler-quirk",
    formerly: "manners",
    what: "handler 0 claims one always, claims without clearing, or counts two for one event",
    source:
      "default_do_nmi's comment on handlers that handle multiple events; perf's x86_pmu_handle_irq",
    off: "none",
    offFormerly: "honest",
    values: [
      { name: "greedy", axes: { handlerQuirk: "greedy" } },
      { name: "no-ack", formerly: "keeps", axes: { handlerQuirk: "no-ack" } },
      { name: "double-count", formerly: "doubles", axes: { handlerQuirk: "double-count" } },
    ],
  },
  {
    name: "nesting",
    what: "an exception's IRET unblocks NMIs in a handler; nmi_state runs the chain once more",
    source: "exc_nmi and its comment on nmi_state, arch/x86/kernel/nmi.c (6.1, 6.12)",
    off: "no",
    values: [{ name: "yes", axes: { nesting: true } }],
  },
  {
    name: "panic",
    what: "a report of an unknown NMI, a system error or an I/O check that nobody takes ends the machine",
    source:
      "unknown_nmi_panic, panic_on_unrecovered_nmi, panic_on_io_nmi, arch/x86/kernel/nmi.c (6.1, 6.12)",
    off: "no",
    values: [
      { name: "unknown", axes: { panic: "unknown" } },
      { name: "unrecovered", axes: { panic: "unrecovered" } },
      { name: "io", axes: { panic: "io" } },
    ],
  },
  {
    name: "nmi-source",
    what: "FRED's bitmap of an NMI's sources: only handlers whose bit is set are called; unknown sources come through LINT1, without a vector, or without a bit; or the last handler has no vector, and its edges come without one, or through LINT1",
    source:
      "[PATCH v7 06/10] x86/nmi: Add support to handle NMIs with source information (Sohil Mehta, June 2025)",
    off: "no",
    values: [
      { name: "lint1", axes: { nmiSource: "lint1" } },
      { name: "unnamed", axes: { nmiSource: "unnamed" } },
      { name: "empty", axes: { nmiSource: "empty" } },
      { name: "handler-unnamed", axes: { nmiSource: "handlerUnnamed" } },
      { name: "handler-lint1", axes: { nmiSource: "handlerLint1" } },
    ],
  },
  {
    name: "kvm-host",
    what: "a guest runs in between: each NMI that comes meanwhile is taken at VM exit, at one ip; touch: a VM entry forgets last_nmi_rip, as idle does, which no kernel does yet",
    source:
      "vmx_do_nmi_irqoff, arch/x86/kvm/vmx/vmenter.S; svm_vcpu_run and stgi, arch/x86/kvm/svm/svm.c (6.1, 6.12)",
    off: "no",
    values: [
      { name: "yes", axes: { kvmHost: "yes" } },
      { name: "touch", axes: { kvmHost: "touch" } },
    ],
  },
  {
    name: "pmu",
    what: "handler 0's status bits vanish before it looks, or its edges come late; and what its driver does about it: claim the next NMI in which it finds nothing (stopped), or all for a while after an event (window)",
    source:
      "perf_ibs_handle_irq, arch/x86/events/amd/ibs.c; amd_pmu_adjust_nmi_window, arch/x86/events/amd/core.c (6.1, 6.12)",
    off: "prompt",
    values: [
      { name: "vanishing", axes: { pmu: "vanishing" } },
      { name: "stopped", axes: { pmu: "stopped" } },
      { name: "late", axes: { pmu: "late" } },
      { name: "window", axes: { pmu: "window" } },
    ],
  },
  {
    name: "nmi-injection",
    what: "a hypervisor loses an edge that comes while an NMI is handled, or delivers the NMI that is handled again",
    source:
      "XMHF's notes on NMIs that a guest loses; KVM: x86: Save/restore all NMIs when multiple NMIs are pending (Sean Christopherson, February 2023)",
    off: "once",
    values: [
      { name: "drops", axes: { nmiInjection: "drops" } },
      { name: "again", axes: { nmiInjection: "again" } },
    ],
  },
  {
    name: "front-handler",
    what: "a handler in front of all others takes an NMI whole, and what was folded into it: the next one, at the rendezvous of a microcode update, or each one from a crash on",
    source:
      "microcode_nmi_handler, arch/x86/kernel/cpu/microcode/core.c and default_do_nmi, arch/x86/kernel/nmi.c (6.12); set_emergency_nmi_handler, nmi.c, and crash_nmi_callback, arch/x86/kernel/reboot.c (6.1, 6.12)",
    off: "none",
    values: [
      { name: "rendezvous", axes: { frontHandler: "rendezvous" } },
      { name: "emergency", axes: { frontHandler: "emergency" } },
    ],
  },
] as const satisfies readonly Axis[];

/** Every axis that each CPU of the machine has, in the order in which they are shown. */
export const axes: readonly Axis[] = ofMachine;

const ofPolicy = {
  name: "policy-input",
  formerly: "told",
  what: "what a policy is told beside rip and how many events were claimed: how many each handler claimed; and FRED's bitmap of an NMI's sources, in which the unknown ones may have no bit, or that of the last handler",
  source:
    "nmi_handle's return values, arch/x86/kernel/nmi.c (6.1, 6.12); [PATCH v7 06/10] x86/nmi: Add support to handle NMIs with source information (Sohil Mehta, June 2025)",
  off: "nothing",
  values: [
    { name: "handlers", axes: { policyInput: "handlers" } },
    { name: "bitmap", axes: { policyInput: "bitmap" } },
    { name: "bitmap-without-unknown", axes: { policyInput: "bitmapWithoutUnknown" } },
    { name: "bitmap-shared", axes: { policyInput: "bitmapShared" } },
  ],
} as const satisfies Axis;

/**
 * What a policy is told of an NMI; the values have the names that `limits --observe` has for them.
 * The machine does the same whatever it is, and so do policies that do not look at it.
 */
export const policyInput: Axis = ofPolicy;

const ofTopology = [
  {
    name: "cpus",
    what: "how many CPUs the machine has; each has every other axis",
    source: "the per-CPU variables of arch/x86/kernel/nmi.c (6.1, 6.12)",
    off: "1",
    values: [
      { name: "2", axes: {}, board: { cpus: 2 } },
      { name: "3", axes: {}, board: { cpus: 3 } },
      { name: "4", axes: {}, board: { cpus: 4 } },
    ],
  },
  {
    name: "nmi-routing",
    what: "which of several CPUs get the edge of an unknown source: the boot CPU alone, or all",
    source: "apic_extnmi, arch/x86/kernel/apic/apic.c (6.1, 6.12)",
    off: "boot",
    values: [{ name: "all", axes: {}, board: { externalTo: "all" } }],
  },
  {
    name: "shared-source",
    what: "slot 0 of the last handler is one source for all CPUs: who gets its edge",
    source: "ghes_notify_nmi, drivers/acpi/apei/ghes.c (6.1, 6.12)",
    off: "none",
    values: [
      { name: "boot", axes: {}, board: { sharedTo: "boot" } },
      { name: "all", axes: {}, board: { sharedTo: "all" } },
    ],
  },
  {
    name: "shared-lock",
    what: "one CPU at a time polls the shared source: another one returns with nothing claimed",
    source: "ghes_in_nmi, drivers/acpi/apei/ghes.c (6.1, 6.12)",
    off: "none",
    values: [{ name: "skip", axes: {}, board: { sharedLock: "skip" } }],
  },
  {
    name: "serr-routing",
    what: "which of several CPUs get the edge of an error of the reason port, which all of them see; alone it has system errors only",
    source: "pci_serr_error, arch/x86/kernel/nmi.c; apic_extnmi, arch/x86/kernel/apic/apic.c",
    off: "none",
    values: [
      { name: "boot", axes: {}, board: { portTo: "boot" } },
      { name: "all", axes: {}, board: { portTo: "all" } },
    ],
  },
  {
    name: "reason-lock",
    what: "a CPU can be seen while it holds nmi_reason_lock, and others wait for it",
    source: "nmi_reason_lock, arch/x86/kernel/nmi.c (6.1, 6.12)",
    off: "step",
    values: [{ name: "held", axes: {}, board: { reasonLock: "held" } }],
  },
] as const satisfies readonly Axis[];

/** The number of the CPUs, and how several hang together. */
export const topologyAxes: readonly Axis[] = ofTopology;

/** The number of the CPUs. */
export const CPUS_AXIS = "cpus";

type ValuesOf<One extends Axis> = {
  readonly [A in One as A["name"]]?: A["off"] | A["values"][number]["name"];
};

/** Values of axes by the names of their axes, each one that there is: `{ nesting: "yes" }`. */
export type AxesNames = ValuesOf<
  (typeof ofMachine)[number] | typeof ofPolicy | (typeof ofTopology)[number]
>;

/** Every axis that a machine of one CPU can have. */
export const cpuAxes: readonly Axis[] = [...axes, policyInput];

/** Every axis that the model has. */
export const everyAxis: readonly Axis[] = [...cpuAxes, ...topologyAxes];

/** The machine in which the given values of axes hold, and all other axes are off. */
export function withAxes(values: readonly { readonly axes?: Partial<Axes> }[]): Axes {
  let machine = noAxes;
  for (const { axes: changed } of values) machine = { ...machine, ...changed };
  return machine;
}
