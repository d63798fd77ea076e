import { grouped } from "../../machine/trace/words.js";
import type { LogEvent } from "./log-event.js";

type Counted = Extract<LogEvent, { readonly kind: "counted" }>;

/** What the kernel counted on a CPU while the log was recorded, and what the log has of it. */
export interface KernelCount {
  readonly cpu: number;
  /** Swallowed NMIs between the first reading and the last. */
  readonly swallowed: number;
  /** Those that were surely swallowed, by the log alone. */
  readonly inLog: number;
  /**
   * "fewer": the kernel has swallowed fewer than the log says, which cannot be. "same": no other NMI
   * was swallowed. "more": others were, of which the log tells nothing or not all.
   */
  readonly says: "fewer" | "same" | "more";
}

/** What it says, in words. */
export function kernelCountText({ cpu, swallowed, inLog, says }: KernelCount): string {
  const counted = `the kernel's own count on CPU ${cpu}: ${grouped(swallowed)} swallowed, ${grouped(inLog)} of them in the log for sure`;
  switch (says) {
    case "fewer":
      return `the kernel's own count on CPU ${cpu}: ${grouped(swallowed)} swallowed, fewer than the ${grouped(inLog)} that the log says: the machine or the log is another one`;
    case "same":
      return `${counted}: no other NMI was swallowed`;
    case "more":
      return `${counted}: others were swallowed too`;
  }
}

/** The counters are `unsigned int`. */
const WRAP = 2 ** 32;

/** NMIs that nobody claimed. */
interface Swallows {
  /** Those that were surely swallowed. */
  surely: number;
  /** Those of which the log alone does not tell, and that may have had an unknown edge. */
  maybeLost: number;
}

/** A CPU whose counts were read. */
interface Read {
  readonly first: number;
  /** Null where it was read once. */
  last: number | null;
  /** NMIs between the first reading and the last, and those after it. */
  readonly between: Swallows;
  since: Swallows;
}

/**
 * Compares the kernel's own count of swallowed NMIs with the log: from one reading on a CPU to another,
 * the kernel has swallowed as many as the count has grown by, whatever the log has of them.
 */
export class KernelCounts {
  readonly #read = new Map<number, Read>();

  /** A reading; the NMIs before it have been told. */
  read({ cpu, swallow }: Counted): void {
    const known = this.#read.get(cpu);
    if (known === undefined) {
      const between = { surely: 0, maybeLost: 0 };
      this.#read.set(cpu, { first: swallow, last: null, between, since: { ...between } });
      return;
    }
    known.last = swallow;
    known.between.surely += known.since.surely;
    known.between.maybeLost += known.since.maybeLost;
    known.since = { surely: 0, maybeLost: 0 };
  }

  /** An NMI that nobody claimed: whether the log alone says that it was swallowed. */
  unclaimed(cpu: number, isSurelySwallowed: boolean, mayBeLost: boolean): void {
    const since = this.#read.get(cpu)?.since;
    if (since === undefined) return;
    if (isSurelySwallowed) since.surely++;
    else if (mayBeLost) since.maybeLost++;
  }

  /** What the counts say, of each CPU that was read twice. */
  get found(): readonly KernelCount[] {
    return [...this.#read].flatMap(([cpu, { first, last, between }]): readonly KernelCount[] => {
      if (last === null) return [];
      const inLog = between.surely;
      const swallowed = (last - first + WRAP) % WRAP;
      const says = swallowed < inLog ? "fewer" : swallowed === inLog ? "same" : "more";
      return [{ cpu, swallowed, inLog, says }];
    });
  }

  /** Of how many NMIs an unknown edge may not have been lost after all: they were not swallowed. */
  get notLost(): number {
    return this.found
      .filter(({ says }) => says === "same")
      .reduce((sum, { cpu }) => sum + (this.#read.get(cpu)?.between.maybeLost ?? 0), 0);
  }
}
