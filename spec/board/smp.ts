import { crashOn, summonAll } from "./front.js";
import { KernelRuns, SourceRepeats } from "./liveness.js";
import {
  arriveOn,
  decideOn,
  deliverOn,
  enterShared,
  executeOn,
  externalEdge,
  faultOn,
  ioCheck,
  lapseOn,
  lockPort,
  nestOn,
  ownEventOn,
  pollOn,
  raiseOn,
  reinjectOn,
  runGuestOn,
  sharedEvent,
  start,
  systemError,
  touchOn,
  vanishOn,
} from "./machine.js";
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
 * NMI dispatch on several x86 CPUs: `last_nmi_rip`, `swallow_nmi` and the latch are each CPU's own;
 * what comes from outside goes to the boot CPU or to all of them.
 *
 * Source: the per-CPU variables of `arch/x86/kernel/nmi.c`, `ghes_notify_nmi` of
 * `drivers/acpi/apei/ghes.c`, and `apic_extnmi` of `arch/x86/kernel/apic/apic.c` (6.1, 6.12).
 */
export const smp = {
  initial: start,
  actions: {
    raiseOn,
    externalEdge,
    sharedEvent,
    ownEventOn,
    reinjectOn,
    summonAll,
    crashOn,
    executeOn,
    touchOn,
    runGuestOn,
    vanishOn,
    arriveOn,
    lapseOn,
    faultOn,
    nestOn,
    deliverOn,
    pollOn,
    decideOn,
    enterShared,
    systemError,
    ioCheck,
    lockPort,
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
