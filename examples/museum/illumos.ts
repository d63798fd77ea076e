import type { Policy } from "nmicheck/policy";

/**
 * illumos (`apic_nmi_intr` of its APIC modules): an NMI enters the debugger, panics, or prints "NMI
 * received", as the machine was set up; who else may have claimed it is not asked. Its counters do not
 * interrupt by NMI, so that every NMI is somebody's who presses a button.
 *
 * The model has no report of an NMI that was claimed: here one is reported that nobody claims, as by
 * `none`.
 */
export const illumos: Policy<null> = {
  initial: null,
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory) => ({ memory, unclaimed: "report" }),
};
