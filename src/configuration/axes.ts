import type { Axes } from "../../spec/cpu/axes.js";
import { noAxes } from "../../spec/cpu/no-axes.js";

/** An axis of the machine, as the command line names it. */
export interface Axis {
  readonly name: string;
  readonly what: string;
  /** Where the facts are from. */
  readonly source: string;
  /** The value at which the axis is off; then the others. */
  readonly off: string;
  readonly values: readonly AxisValue[];
}

/** A value of an axis other than off, and what it changes. */
export interface AxisValue {
  readonly name: string;
  readonly axes: Partial<Axes>;
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
    name: "manners",
    what: "handler 0 claims one always, claims without clearing, or counts two for one event",
    source:
      "default_do_nmi's comment on handlers that handle multiple events; perf's x86_pmu_handle_irq",
    off: "honest",
    values: [
      { name: "greedy", axes: { manners: "greedy" } },
      { name: "keeps", axes: { manners: "keeps" } },
      { name: "doubles", axes: { manners: "doubles" } },
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
    what: "FRED's bitmap of an NMI's sources: only handlers whose bit is set are called; unknown sources come through LINT1, or without a vector",
    source:
      "[PATCH v5 5/9] x86/nmi: Add support to handle NMIs with source information (Sohil Mehta, May 2025)",
    off: "no",
    values: [
      { name: "lint1", axes: { nmiSource: "lint1" } },
      { name: "unnamed", axes: { nmiSource: "unnamed" } },
    ],
  },
] as const satisfies readonly Axis[];

/** Every axis of the machine itself, in the order in which they are shown. */
export const axes: readonly Axis[] = ofMachine;

const ofPolicy = {
  name: "told",
  what: "what a policy is told beside rip and how many events were claimed: how many each handler claimed; and FRED's bitmap of an NMI's sources, in which the unknown ones may have no bit, or that of the last handler",
  source:
    "nmi_handle's return values, arch/x86/kernel/nmi.c (6.1, 6.12); [PATCH v5 5/9] x86/nmi: Add support to handle NMIs with source information (Sohil Mehta, May 2025)",
  off: "nothing",
  values: [
    { name: "handlers", axes: { told: "handlers" } },
    { name: "bitmap", axes: { told: "bitmap" } },
    { name: "bitmap-without-unknown", axes: { told: "bitmapWithoutUnknown" } },
    { name: "bitmap-shared", axes: { told: "bitmapShared" } },
  ],
} as const satisfies Axis;

/**
 * What a policy is told of an NMI; the values have the names that `limits --observe` has for them.
 * The machine does the same whatever it is, and so do policies that do not look at it.
 */
export const told: Axis = ofPolicy;

type ValuesOf<One extends Axis> = {
  readonly [A in One as A["name"]]?: A["off"] | A["values"][number]["name"];
};

/** Values of axes by the names of their axes, each one that there is: `{ nesting: "yes" }`. */
export type AxesNames = ValuesOf<(typeof ofMachine)[number] | typeof ofPolicy>;

/** Every axis that the model has. */
export const everyAxis: readonly Axis[] = [...axes, told];

/** The machine in which the given values of axes hold, and all other axes are off. */
export function withAxes(values: readonly { readonly axes?: Partial<Axes> }[]): Axes {
  let machine = noAxes;
  for (const { axes: changed } of values) machine = { ...machine, ...changed };
  return machine;
}
