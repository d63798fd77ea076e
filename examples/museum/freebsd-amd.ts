import type { Policy, Range } from "nmicheck/policy";

/** `nmi_counter`: how many NMIs hwpmc will still claim without an overflow. */
interface Memory {
  readonly late: Range<0, 2>;
}

/**
 * FreeBSD on AMD's CPUs (`amd_intr` of `sys/dev/hwpmc/hwpmc_amd.c`): as `freebsd`, but an NMI in which
 * a counter had overflowed lets hwpmc claim the next two that have none, wherever they come, "due to
 * NMI latency".
 *
 * The kernel counts to two or to the counters in use, whichever is less: two are in use here. Every
 * handler of the chain counts as hwpmc's.
 */
export const freebsdAmd: Policy<Memory> = {
  initial: { late: 0 },
  enter: (memory) => memory,
  proceed: (memory, seen) => ({ memory, walk: seen.handled > 0 ? "stop" : "on" }),
  finish: (memory, seen) => {
    if (seen.handled > 0) return { memory: { late: 2 }, unclaimed: "report" };
    if (memory.late === 0) return { memory, unclaimed: "report" };
    return { memory: { late: memory.late - 1 }, unclaimed: "swallow" };
  },
};
