import { NoFalseSwallow, NoMasked, NoSpurious, NoStranded } from "../properties.js";
import { decide, deliver, poll } from "./kernel.js";
import {
  execute,
  external,
  fault,
  nest,
  ownEvent,
  portError,
  raise,
  start,
  touch,
} from "./machine.js";
import { NoForgottenSource, NoHidden } from "./properties.js";

/**
 * The whole path of an NMI on one x86 CPU: the latch and its depth, the LVTPC that masks itself,
 * the NMI_LOCAL chain with handlers of all manners, the reason port, the NMI_UNKNOWN chain,
 * `local_touch_nmi`, and NMIs that nest.
 *
 * Source: `arch/x86/kernel/nmi.c` of Linux 3.2 to 6.12, `process_nmi` of `arch/x86/kvm/x86.c`, and
 * the seed of `spec/nmi.ts`.
 */
export const path = {
  initial: start,
  actions: {
    raise,
    external,
    portError,
    ownEvent,
    execute,
    touch,
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
  },
};
