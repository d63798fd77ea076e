import type { Policy } from "nmicheck/policy";

/** `swallow_nmi`: an NMI of this back-to-back run claimed more than one event. */
interface Memory {
  readonly swallowNmi: boolean;
}

/**
 * RPAL's change of `default_do_nmi` ("[RFC v2 32/35] RPAL: fix unknown nmi on AMD CPU", Bo Li, May 2025): behind the test of `swallow_nmi` an `else if`
 * skips an NMI that nobody claims if it interrupted a task that had been switched lazily
 * (`rpal_nmi_handle`), since the switch may have taken the event that sent it from perf.
 *
 * Capped: the model has no lazy switches. This is a CPU on which each NMI finds one; on a CPU without
 * any it is `mainline`.
 */
export const rpal: Policy<Memory> = {
  initial: { swallowNmi: false },
  enter: (memory, seen) => (seen.backToBack ? memory : { swallowNmi: false }),
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => ({
    memory: seen.handled > 1 ? { swallowNmi: true } : memory,
    unclaimed: "swallow",
  }),
};
