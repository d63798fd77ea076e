import type { Policy } from "nmicheck/policy";

/**
 * FreeBSD on Intel's CPUs (`T_NMI` of `sys/amd64/amd64/trap.c`, `nmi_call_kdb` of
 * `sys/x86/x86/cpu_machdep.c`): who is asked first and claims, hwpmc that is, ends it; then the ISA
 * port and the firmware's error source are asked. What nobody claims goes to the debugger, or panics:
 * "NMI can be hooked up to a pushbutton for debugging". Nothing is remembered.
 */
export const freebsd: Policy<null> = {
  initial: null,
  enter: (memory) => memory,
  proceed: (memory, seen) => ({ memory, walk: seen.handled > 0 ? "stop" : "on" }),
  finish: (memory) => ({ memory, unclaimed: "report" }),
};
