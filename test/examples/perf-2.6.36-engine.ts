/**
 * A machine with a kernel of Linux 2.6.36, written from what is known of it and without a look at the
 * model. No tree of it is among Debian's packages. The facts:
 *
 * - "perf, x86: Try to handle unknown nmis with an enabled PMU" (Robert Richter, 2010), in
 *   `perf_event_nmi_handler`, arch/x86/kernel/cpu/perf_event.c: `struct pmu_nmi_state { marked; handled }`
 *   for each CPU; on DIE_NMI a `handled` of 0 is NOTIFY_DONE, anything else NOTIFY_STOP, and marks
 *   `this_nmi + 1` when `handled > 1`, or when this NMI is marked and the one that marked it had
 *   `handled > 1`; on DIE_NMIUNKNOWN a marked NMI is NOTIFY_STOP ("we drop it to avoid false-positive
 *   'unknown nmi' messages"), another NOTIFY_DONE ("let the kernel handle the unknown nmi").
 * - `this_nmi` is `irq_stat.__nmi_count`, which `do_nmi` (arch/x86/kernel/traps.c) counts up before it
 *   calls anything.
 * - `default_do_nmi` calls the die chain with DIE_NMI, and where nobody stops it, `unknown_nmi_error`,
 *   which calls it with DIE_NMIUNKNOWN and then says "Uhhuh. NMI received for unknown reason".
 * - `notifier_call_chain` (kernel/notifier.c) ends at the first NOTIFY_STOP.
 *
 * All handlers are taken for parts of the PMU, so that the one state is about all of them.
 */
export class Perf2636Machine {
  readonly #overflowed: boolean[][];
  #nmiPends = false;
  #nmiCount = 0;
  readonly #pmuNmi = { marked: 0, handled: 0 };

  /** @param chain how many counters each handler looks at */
  constructor(chain: readonly number[]) {
    this.#overflowed = chain.map((counters) => new Array<boolean>(counters).fill(false));
  }

  get overflowed(): readonly (readonly boolean[])[] {
    return this.#overflowed;
  }

  get nmiPends(): boolean {
    return this.#nmiPends;
  }

  /** A counter overflows, and its PMI goes to the CPU. */
  overflow(handler: number, counter: number): void {
    const bits = this.#overflowed[handler];
    if (bits === undefined) throw new RangeError(`no handler ${handler}`);
    bits[counter] = true;
    this.#nmiPends = true;
  }

  /** Somebody presses the NMI button. */
  button(): void {
    this.#nmiPends = true;
  }

  /**
   * `do_nmi`. `happens(look)` is called before each look at a counter, counted from 0, and with
   * infinity when no more will be looked at.
   */
  doNmi(happens: (look: number) => void): {
    readonly claimed: readonly number[];
    readonly outcome: "handled" | "unknown" | "swallowed";
  } {
    this.#nmiPends = false;
    this.#nmiCount++;
    const claimed = this.#overflowed.map(() => 0);
    let looks = 0;
    let stopped = false;
    for (const [handler, bits] of this.#overflowed.entries()) {
      let handled = 0;
      for (const counter of bits.keys()) {
        happens(looks++);
        if (bits[counter] !== true) continue;
        bits[counter] = false;
        handled++;
      }
      claimed[handler] = handled;
      if (this.#dieNmi(handled) === "stop") {
        stopped = true;
        break;
      }
    }
    happens(Number.POSITIVE_INFINITY);
    if (stopped) return { claimed, outcome: "handled" };
    // DIE_NMIUNKNOWN.
    const outcome = this.#nmiCount === this.#pmuNmi.marked ? "swallowed" : "unknown";
    return { claimed, outcome };
  }

  #dieNmi(handled: number): "done" | "stop" {
    if (handled === 0) return "done";
    const isSecond = this.#pmuNmi.marked === this.#nmiCount && this.#pmuNmi.handled > 1;
    if (handled > 1 || isSecond) {
      this.#pmuNmi.marked = this.#nmiCount + 1;
      this.#pmuNmi.handled = handled;
    }
    return "stop";
  }
}
