import type { Policy } from "nmicheck/policy";

/** perf's `struct pmu_nmi_state`, counted from the NMI that comes next. */
interface Memory {
  /** Which NMI is marked (`marked`): the one in progress, the next one, or none that can still come. */
  readonly marked: "no" | "this" | "next";
  /** `handled > 1`: the NMI that marked another one had handled more than one event itself. */
  readonly several: boolean;
}

/**
 * The heuristic of perf before the one of 3.2: Linux 2.6.36, "perf, x86: Try to handle unknown nmis
 * with an enabled PMU" (Robert Richter, 2010; `perf_event_nmi_handler` of
 * `arch/x86/kernel/cpu/perf_event.c`). An NMI that handled more than one event marks the next one,
 * by its number (`irq_stat.__nmi_count`); so does a marked one that handled something after an NMI
 * that handled more than one: "the first handles more than one counter, the 2nd handles only one
 * counter and the 3rd handles no counter". A marked NMI that nobody claims is swallowed. Where the CPU
 * stands is not asked, and the notifier chain stops at the first handler that claims something.
 */
export const perf2636: Policy<Memory> = {
  initial: { marked: "no", several: false },

  /** The NMI count goes up by one: what was the next NMI is this one. */
  enter: (memory) => ({ ...memory, marked: memory.marked === "next" ? "this" : "no" }),

  /** `NOTIFY_STOP`. */
  proceed: (memory, seen) => ({ memory, walk: seen.handled > 0 ? "stop" : "on" }),

  finish: (memory, seen) => {
    const isMarked = memory.marked === "this";
    if (seen.handled > 1 || (seen.handled > 0 && isMarked && memory.several)) {
      return { memory: { marked: "next", several: seen.handled > 1 }, unclaimed: "report" };
    }
    return { memory, unclaimed: isMarked ? "swallow" : "report" };
  },
};
