import {
  arrive,
  execute,
  external,
  fault,
  initial,
  lapse,
  nest,
  ownEvent,
  portError,
  raise,
  reinject,
  runGuest,
  summon,
  touch,
  vanish,
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
 * `process_nmi` of `arch/x86/kvm/x86.c`}{@when nmiSource ; "[PATCH v7 06/10] x86/nmi: Add support
 * to handle NMIs with source information" (Sohil Mehta, June 2025)}{@when kvmHost ; `vmx_do_nmi_irqoff` of
 * `arch/x86/kvm/vmx/vmenter.S`}{@when pmu ; `perf_ibs_handle_irq` of `arch/x86/events/amd/ibs.c` and
 * `amd_pmu_adjust_nmi_window` of `arch/x86/events/amd/core.c`}{@when frontHandler ; `microcode_nmi_handler` of
 * `arch/x86/kernel/cpu/microcode/core.c`}.
 */
export const nmi = {
  initial,
  actions: {
    raise,
    external,
    portError,
    ownEvent,
    reinject,
    summon,
    execute,
    touch,
    runGuest,
    vanish,
    arrive,
    lapse,
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
