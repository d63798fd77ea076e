import {
  execute,
  external,
  fault,
  initial,
  nest,
  ownEvent,
  portError,
  raise,
  runGuest,
  touch,
} from "./hardware.js";
import { decide, deliver, poll } from "./kernel.js";
import { KernelRuns, SourceRepeats } from "./liveness.js";
import {
  NoFalseSwallow,
  NoForgottenSource,
  NoHidden,
  NoMasked,
  NoNeedlessPanic,
  NoSpurious,
  NoStranded,
} from "./properties.js";

/**
 * NMI dispatch on one x86 CPU: the {@unless latchDepth one-deep }latch, the NMI_LOCAL handler chain,
 * and the heuristic that swallows an unknown NMI after a back-to-back one.
 *
 * Source: "[V5][PATCH 4/6] x86, nmi: add in logic to handle multiple events and unknown NMIs"
 * (Don Zickus, September 2011) and `arch/x86/kernel/nmi.c` of Linux 3.2 and later{@when latchDepth ;
 * `process_nmi` of `arch/x86/kvm/x86.c`}{@when nmiSource ; "[PATCH v5 5/9] x86/nmi: Add support to
 * handle NMIs with source information" (Sohil Mehta, May 2025)}{@when kvmHost ; `vmx_do_nmi_irqoff` of
 * `arch/x86/kvm/vmx/vmenter.S`}.
 */
export const nmi = {
  initial,
  actions: {
    raise,
    external,
    portError,
    ownEvent,
    execute,
    touch,
    runGuest,
    fault,
    nest,
    deliver,
    poll,
    decide,
  },
  invariants: {
    NoFalseSwallow,
    NoSpurious,
    NoMasked,
    NoStranded,
    NoHidden,
    NoForgottenSource,
    NoNeedlessPanic,
  },
  liveness: { KernelRuns, SourceRepeats },
};
