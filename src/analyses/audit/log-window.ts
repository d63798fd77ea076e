import { type Followed, observedOf } from "./follow-cpu.js";
import type { FollowedChain } from "./followed-chain.js";
import type { ObservedNmi } from "./observed-nmi.js";

/** An NMI of the log as another checker is asked about it, and what is said of it. */
export interface WindowNmi extends ObservedNmi {
  readonly number: number;
  readonly cpu: number;
  readonly time: number;
  /** Nothing is known of the machine before it. */
  readonly begins: boolean;
  readonly isExplained: boolean;
  /** Bits of `UnclaimedEnding`s, with an unknown edge in it and without; null where it is claimed. */
  readonly verdict: Followed["verdict"];
}

/** NMIs that are followed on one machine: CPUs with the same chain, and with unknown edges or without. */
export interface WindowPart {
  readonly chain: FollowedChain["chain"];
  readonly hasUnknown: boolean;
  readonly nmis: readonly WindowNmi[];
}

/** The first NMIs of a log, as they were followed: as many as another checker is asked about. */
export class LogWindow {
  readonly #most: number;
  readonly #streams = new Map<string, Followed[]>();
  #size = 0;

  constructor(most: number) {
    this.#most = most;
  }

  /** @param chain which chain of the log is in force: the first, the second, … */
  add(followed: Followed, chain: number): void {
    if (this.#size >= this.#most) return;
    this.#size++;
    const key = `${chain} ${followed.nmi.logged.cpu}`;
    const own = this.#streams.get(key);
    if (own === undefined) this.#streams.set(key, [followed]);
    else own.push(followed);
  }

  /**
   * The NMIs by the machine that they are followed on. Each CPU has one chain, the largest that it
   * comes to in the window: what a handler that has claimed nothing yet adds to it changes no answer.
   */
  get parts(): readonly WindowPart[] {
    const parts = new Map<string, WindowPart & { readonly nmis: WindowNmi[] }>();
    for (const stream of this.#streams.values()) {
      const last = stream.at(-1);
      if (last === undefined) continue;
      const { chain } = last.nmi;
      const { hasUnknown } = last.nmi.automaton;
      const key = `${chain.chain.join()}${hasUnknown}`;
      const part = parts.get(key) ?? { chain: chain.chain, hasUnknown, nmis: [] };
      parts.set(key, part);
      for (const [index, followed] of stream.entries()) {
        part.nmis.push(windowNmi(followed, chain, index === 0));
      }
    }
    return [...parts.values()];
  }
}

function windowNmi(
  { nmi, isExplained, verdict }: Followed,
  chain: FollowedChain,
  isFirst: boolean,
): WindowNmi {
  const { number, logged } = nmi;
  return {
    ...observedOf({ ...nmi, chain }),
    number,
    cpu: logged.cpu,
    time: logged.time,
    begins: isFirst || nmi.begins,
    isExplained,
    verdict,
  };
}
