import { NoFalseSwallow, NoMasked, NoSpurious } from "../properties.js";
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
import { NoForgottenSource, NoHidden, NoNeedlessPanic, NoStranded } from "./properties.js";

/**
 * The whole path of an NMI on one x86 CPU: the latch and its depth, the LVTPC that masks itself,
 * the NMI_LOCAL chain with handlers of all manners, the reason port and its chains, the NMI_UNKNOWN
 * chain, `local_touch_nmi`, NMIs that nest, panics, and the bitmap of NMIs' sources.
 *
 * Source: `arch/x86/kernel/nmi.c` of Linux 3.2 to 6.12, `process_nmi` of `arch/x86/kvm/x86.c`, the
 * seed of `spec/nmi.ts`, and for the bitmap "[PATCH v5 5/9] x86/nmi: Add support to handle NMIs with
 * source information" (Sohil Mehta, May 2025).
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
    NoNeedlessPanic,
  },
};
