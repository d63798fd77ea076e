import type { Policy, Range } from "nmicheck/policy";

/** `nmi_swallow`: how many back-to-back NMIs that nobody claims may still be swallowed. */
interface Memory {
  readonly swallow: Range<0, 3>;
}

/**
 * MIT's research kernel ward, as sv6 before it (`kernel/trap.cc` of mit-pdos/ward): an NMI accounts for
 * one event, so that each further one that it handled pays for one NMI that nobody claims, and that one
 * uses it up. An NMI at another `rip` starts at nothing. Without credit the kernel panics.
 *
 * Capped: the kernel adds what was handled less one, without a bound; here an NMI that handled several
 * adds one, and there are three at most. With a cap of four, and with each further event counted, its
 * verdicts on the default machine are the same (`test/museum/ward-cap.test.ts`).
 */
export const ward: Policy<Memory> = {
  initial: { swallow: 0 },
  enter: (memory, seen) => (seen.backToBack ? memory : { swallow: 0 }),
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => {
    if (seen.handled > 1) {
      return { memory: { swallow: Math.min(memory.swallow + 1, 3) }, unclaimed: "report" };
    }
    if (seen.handled > 0 || memory.swallow === 0) return { memory, unclaimed: "report" };
    return { memory: { swallow: memory.swallow - 1 }, unclaimed: "swallow" };
  },
};
