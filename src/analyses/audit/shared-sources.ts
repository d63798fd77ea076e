import type { Verdict } from "./automaton.js";
import { bareName } from "./known-handlers.js";
import type { AuditMachine } from "./machine.js";

/**
 * Handlers of NMI_LOCAL (6.1, 6.12) whose source is one for all CPUs: `ghes_notify_nmi`
 * (drivers/acpi/apei/ghes.c) reads the firmware's error records, and any CPU may.
 */
const sharing: ReadonlySet<string> = new Set(["ghes_notify_nmi"]);

/**
 * What CPUs share. Each CPU of a log is followed on its own, and one that takes what another one has
 * an NMI for is not followed at all: the other's NMI then looks as an unknown one does. An unknown edge
 * stands for it among the states, so nothing else is said wrongly; but no such NMI has one for sure.
 */
export class SharedSources {
  readonly #named: ReadonlySet<string>;
  /** The reason port is one for all CPUs, and the first one to read it takes what is in it. */
  readonly #hasPort: boolean;
  #isShared = false;

  /** @param named handlers that share their source, by the user's word */
  constructor({ axes }: AuditMachine, named: readonly string[]) {
    this.#named = new Set(named);
    this.#hasPort = axes !== undefined && axes.machine.reasonPort !== "absent";
  }

  /** From here on NMIs walk this chain. */
  chain(names: readonly string[]): void {
    this.#isShared = names.some((name) => {
      const bare = bareName(name);
      return sharing.has(bare) || this.#named.has(bare);
    });
  }

  /** What can be said of an NMI: where CPUs share a source, another one may have taken its event. */
  judged(verdict: Verdict): Verdict {
    if (!this.#isShared && !this.#hasPort) return verdict;
    const { withEdge, withoutEdge } = verdict;
    return { withEdge, withoutEdge: withoutEdge | withEdge };
  }
}
