import type { Policy } from "nmicheck/policy";

/**
 * NetBSD (`nmitrap` of `sys/arch/amd64/amd64/trap.c`, `nmi_dispatch` of `sys/arch/x86/x86/nmi.c`): every
 * handler is called, and what none claims goes to the debuggers, then to the ISA port. Nothing is
 * remembered: it does as `none` does.
 */
export const netbsd: Policy<null> = {
  initial: null,
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory) => ({ memory, unclaimed: "report" }),
};
