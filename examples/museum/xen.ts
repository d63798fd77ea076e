import type { Policy } from "nmicheck/policy";

/**
 * Xen while its watchdog runs (`do_nmi` of `xen/arch/x86/traps.c`): the profiler's callback ends an NMI
 * that it claims; an NMI that is neither the watchdog's nor of the reason port is unknown only if the
 * watchdog is off, or was forced on. So with a watchdog each one that nobody claims is taken in
 * silence. Without one, Xen does as `none` does, on its boot CPU.
 */
export const xen: Policy<null> = {
  initial: null,
  enter: (memory) => memory,
  proceed: (memory, seen) => ({ memory, walk: seen.handled > 0 ? "stop" : "on" }),
  finish: (memory) => ({ memory, unclaimed: "swallow" }),
};
