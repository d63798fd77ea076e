import type { Automaton, Verdict } from "./automaton.js";
import type { FollowedChain } from "./followed-chain.js";
import { type Interrupted, isSamePlace, type LoggedNmi } from "./logged-nmi.js";
import type { ObservedNmi } from "./observed-nmi.js";

/** An NMI as it was followed: what was known before it, and what the log tells. */
export interface FollowedNmi {
  readonly number: number;
  readonly logged: LoggedNmi;
  readonly same: boolean | null;
  readonly automaton: Automaton;
  readonly chain: FollowedChain;
  /** The states in which the machine may have been before it. */
  readonly set: number;
  /** Nothing is known before it: the log begins with it, or something is missing before it. */
  readonly begins: boolean;
}

/** What an NMI of the log comes to. */
export interface Followed {
  readonly nmi: FollowedNmi;
  readonly observed: ObservedNmi;
  /** No state explains it: the states after it are all that there are. */
  readonly isExplained: boolean;
  /** Null where a handler claimed it, or no behaviour explains it. */
  readonly verdict: Verdict | null;
  /** The NMI that may have armed the heuristic; null where none of this back-to-back run did. */
  readonly armedBy: FollowedNmi | null;
}

/** The NMIs before one that are kept, so that a behaviour can be shown. */
const WINDOW = 8;

/** Finds the automaton of a chain on one CPU. */
export type AutomatonOf = (chain: FollowedChain) => Automaton;

/** One CPU, followed along the log. */
export class CpuFollower {
  readonly #automatonOf: AutomatonOf;
  #chain: FollowedChain;
  #automaton: Automaton;
  #set: number;
  #begins = true;
  #interrupted: Interrupted | null = null;
  #armedBy: FollowedNmi | null = null;
  /** The latest NMIs without a gap between them, oldest first. */
  #window: FollowedNmi[] = [];

  constructor(automatonOf: AutomatonOf, chain: FollowedChain) {
    this.#automatonOf = automatonOf;
    this.#chain = chain;
    this.#automaton = automatonOf(chain);
    this.#set = this.#automaton.anything;
  }

  /** The NMIs up to the latest one that a behaviour of it is shown from. */
  get window(): readonly FollowedNmi[] {
    return this.#window;
  }

  /** Something is missing: whatever could be may be. */
  gap(): void {
    this.#begins = true;
    this.#set = this.#automaton.anything;
    this.#interrupted = null;
    this.#armedBy = null;
    this.#window = [];
  }

  /** Follows the next NMI of this CPU. */
  nmi(logged: LoggedNmi, number: number): Followed {
    this.#grow(this.#chain.grownFor(logged.counts));
    if (this.#automaton.isFull) this.#renew();
    const same = isSamePlace(this.#interrupted, logged.interrupted);
    const nmi: FollowedNmi = {
      number,
      logged,
      same,
      automaton: this.#automaton,
      chain: this.#chain,
      set: this.#set,
      begins: this.#begins,
    };
    this.#begins = false;
    const observed = observedOf(nmi);
    const { next, verdict } = this.#automaton.after(this.#set, observed);
    this.#remember(nmi);
    this.#interrupted = logged.interrupted;
    if (same === false) this.#armedBy = null;
    const armedBy = this.#armedBy;
    if (logged.claimed > 1) this.#armedBy = nmi;
    if (next === null) {
      const followed = { nmi, observed, isExplained: false, verdict: null, armedBy };
      this.#set = this.#automaton.anything;
      return followed;
    }
    this.#set = next;
    return { nmi, observed, isExplained: true, verdict, armedBy };
  }

  #remember(nmi: FollowedNmi): void {
    // What came before an NMI at another place does not matter for what the kernel does with it.
    if (nmi.same === false && nmi.logged.claimed > 0) this.#window = [];
    this.#window.push(nmi);
    if (this.#window.length > WINDOW) this.#window.shift();
  }

  /** The chain of the model grows, and what was known goes on. */
  #grow(chain: FollowedChain): void {
    if (chain === this.#chain) return;
    const from = this.#chain;
    const automaton = this.#automatonOf(chain);
    const isDeep = automaton.machine.axes?.machine.latchDepth === 2;
    const moved = (old: Automaton, set: number): number =>
      automaton.setOf(chain.grown(from, old.statesOf(set), automaton.initial, isDeep));
    this.#set = moved(this.#automaton, this.#set);
    this.#window = this.#window.map((nmi) => ({
      ...nmi,
      automaton,
      chain,
      set: moved(nmi.automaton, nmi.set),
    }));
    this.#chain = chain;
    this.#automaton = automaton;
  }

  /** Moves what is known to an automaton that keeps nothing yet. */
  #renew(): void {
    const automaton = this.#automatonOf(this.#chain);
    if (automaton === this.#automaton) return;
    this.#set = automaton.setOf(this.#automaton.statesOf(this.#set));
    this.#window = [];
    this.#automaton = automaton;
  }
}

/** What the log tells of an NMI, in terms of the model's chain. */
export function observedOf({ logged, same, chain }: FollowedNmi): ObservedNmi {
  return { same, claimed: chain.claimed(logged.counts), mask: logged.mask };
}
