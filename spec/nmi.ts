import { decide, deliver, poll } from "./kernel.js";
import { KernelRuns, SourceRepeats } from "./liveness.js";
import { execute, external, initial, raise } from "./machine.js";
import { NoFalseSwallow, NoMasked, NoSpurious, NoStranded } from "./properties.js";

/**
 * NMI dispatch on one x86 CPU: the one-deep latch, the NMI_LOCAL handler chain, and the heuristic
 * that swallows an unknown NMI after a back-to-back one.
 *
 * Source: "[V5][PATCH 4/6] x86, nmi: add in logic to handle multiple events and unknown NMIs"
 * (Don Zickus, September 2011) and `arch/x86/kernel/nmi.c` of Linux 3.2 and later.
 */
export const nmi = {
  initial,
  actions: { raise, external, execute, deliver, poll, decide },
  invariants: { NoFalseSwallow, NoSpurious, NoMasked, NoStranded },
  liveness: { KernelRuns, SourceRepeats },
};
