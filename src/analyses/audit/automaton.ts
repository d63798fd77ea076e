import type { State } from "../../../spec/cpu/state.js";
import { at } from "../../../spec/language.js";
import type { Chain } from "../../../spec/platforms.js";
import type { NmiEvent, NmiModel } from "../../machine/model/nmi-model.js";
import { type AuditMachine, auditModel, canonical, type Tracked } from "./machine.js";
import {
  type EndingMask,
  endingBit,
  type ObservedNmi,
  observedKey,
  type UnclaimedEnding,
} from "./observed-nmi.js";
import { StateNumbers } from "./state-number.js";

/** How the NMI may have ended that nobody claimed, and whether an unknown edge may have been in it. */
export interface Verdict {
  /** Endings of behaviours in which an unknown edge was in the NMI. */
  readonly withEdge: EndingMask;
  /** Endings of behaviours in which none was. */
  readonly withoutEdge: EndingMask;
}

/** What follows from one NMI of the log. */
export interface Transition {
  /** The number of the set of states in which the machine may be afterwards; null for no state. */
  readonly next: number | null;
  /** Null where a handler claimed the NMI. */
  readonly verdict: Verdict | null;
}

/** A set of states as numbers, each once, ascending. */
type States = readonly number[];

/** What a step of the log does to the set of states. */
export type StepName = "take" | "handler" | "end";

/** More sets than this are not kept: the tracker starts anew from those that it is in. */
const MOST_SETS = 20_000;

/** A step that no log tells of, and the state that it leads to. */
export interface HiddenStep {
  readonly event: NmiEvent;
  readonly next: number;
}

/** The step of a state that a log tells of: it is taken, a slot is polled, the walk ends. */
export interface LoggedStep {
  readonly event: NmiEvent;
  readonly next: number;
  /** An NMI is taken where the one before was. */
  readonly same: boolean;
  /** How an NMI ends that nobody claimed. */
  readonly ending: UnclaimedEnding | null;
}

/**
 * The machine followed along a log: the sets of the model's states in which it can be, all that is
 * consistent with what was logged and nothing else. What a log does not tell may happen at any time:
 * events, unknown edges, moves of the CPU. The typed model itself is executed; states, sets and what
 * follows from them are found when they are needed, and kept.
 */
export class Automaton {
  readonly chain: Chain;
  readonly machine: AuditMachine;
  /** Whether edges of unknown sources come to this CPU. */
  readonly hasUnknown: boolean;
  readonly #hidden: readonly NmiEvent[];
  readonly #model: NmiModel<unknown>;
  readonly #packing: StateNumbers;
  readonly #numbers = new Map<number, number>();
  readonly #tracked: Tracked[] = [];
  /** Of each state, where hidden steps lead. */
  readonly #hiddenNext: (readonly HiddenStep[])[] = [];
  readonly #loggedNext: (LoggedStep | null)[] = [];
  readonly #sets: States[] = [];
  readonly #setNumbers = new Map<string, number>();
  readonly #transitions: Map<string, Transition>[] = [];
  readonly #parts = new Map<string, States>();
  #anything: number | null = null;

  constructor(machine: AuditMachine, chain: Chain, hasUnknown: boolean) {
    this.machine = machine;
    this.chain = chain;
    this.hasUnknown = hasUnknown;
    this.#model = auditModel(machine, chain);
    this.#hidden = this.#model.events.filter(
      ({ name }) => !isLogged(name) && (hasUnknown || name !== "external"),
    );
    this.#packing = new StateNumbers(chain);
  }

  /** The first state of the machine. */
  get initial(): State<unknown> {
    return this.#model.initial();
  }

  /** How many states and sets of them there are by now. */
  get size(): { readonly states: number; readonly sets: number } {
    return { states: this.#tracked.length, sets: this.#sets.length };
  }

  /** Whether there are more sets than are kept for good. */
  get isFull(): boolean {
    return this.#sets.length > MOST_SETS;
  }

  /** The states of a set. */
  statesOf(set: number): readonly Tracked[] {
    return this.numbersOf(set).map((number) => this.tracked(number));
  }

  /** The numbers of the states of a set. */
  numbersOf(set: number): readonly number[] {
    return at(this.#sets, set);
  }

  /** A state by its number. */
  tracked(number: number): Tracked {
    return at(this.#tracked, number);
  }

  /** The set with these states. */
  setOf(states: readonly Tracked[]): number {
    return this.#setNumber(sorted(states.map((one) => this.#number(one))));
  }

  /** The set of all states between two NMIs: nothing is known. */
  get anything(): number {
    this.#anything ??= this.#everything();
    return this.#anything;
  }

  /** Whether a walk can end before the last handler, in any state that is reached. */
  get stopsWalks(): boolean {
    void this.anything;
    return this.#tracked.some(({ state: { position } }, number) => {
      const isLast = position.at !== "polling" || position.handler + 1 === this.chain.length;
      if (isLast) return false;
      const polled = this.logged(number);
      return polled !== null && this.tracked(polled.next).state.position.at === "decide";
    });
  }

  /** What follows from an NMI of the log, where the machine may be in the states of `set`. */
  after(set: number, nmi: ObservedNmi): Transition {
    const key = observedKey(nmi);
    let known = this.#transitions[set];
    if (known === undefined) {
      known = new Map();
      this.#transitions[set] = known;
    }
    const kept = known.get(key);
    if (kept !== undefined) return kept;
    const found = this.#follow(at(this.#sets, set), nmi);
    known.set(key, found);
    return found;
  }

  /** At which step of an NMI no state is left, for one that no behaviour explains. */
  failingStep(
    set: number,
    nmi: ObservedNmi,
  ): { readonly step: StepName; readonly handler: number } {
    let states = this.#take(at(this.#sets, set), nmi.same);
    if (states.length === 0) return { step: "take", handler: 0 };
    for (const [handler, count] of nmi.claimed.entries()) {
      states = this.#handler(states, handler, count);
      if (states.length === 0) return { step: "handler", handler };
    }
    return { step: "end", handler: 0 };
  }

  #follow(from: States, { same, claimed, mask }: ObservedNmi): Transition {
    let states = this.#part(`t${same}`, from, () => this.#take(from, same));
    for (const [handler, count] of claimed.entries()) {
      const before = states;
      states = this.#part(`h${handler},${count}`, before, () =>
        this.#handler(before, handler, count),
      );
    }
    const isClaimed = claimed.some((count) => count > 0);
    const { next, verdict } = this.#end(states, isClaimed, mask);
    return {
      next: next.length === 0 ? null : this.#setNumber(next),
      verdict: isClaimed ? null : verdict,
    };
  }

  /** Keeps what a part of an NMI does to a set: many NMIs have the same parts. */
  #part(name: string, from: States, find: () => States): States {
    const key = `${name}:${from.join()}`;
    const kept = this.#parts.get(key);
    if (kept !== undefined) return kept;
    if (this.#parts.size > MOST_SETS) this.#parts.clear();
    const found = find();
    this.#parts.set(key, found);
    return found;
  }

  /** The CPU takes an NMI, or runs the chain once more for one that nested. */
  #take(from: States, same: boolean | null): States {
    const found = new Set<number>();
    this.#explore(from, (number) => {
      if (this.tracked(number).state.position.at !== "run") {
        // An NMI that nested is taken where the outer one was.
        if (same !== false) found.add(number);
        return false;
      }
      const taken = this.logged(number);
      if (taken !== null && (same === null || same === taken.same)) found.add(taken.next);
      return true;
    });
    return sorted([...found]);
  }

  /** One handler polls its slots, and claims so many events. */
  #handler(from: States, handler: number, count: number): States {
    const found = new Set<number>();
    const polls = (number: number): boolean => {
      const { position } = this.tracked(number).state;
      return position.at === "polling" && position.handler === handler;
    };
    this.#explore(from.filter(polls), (number, reach) => {
      const polled = this.logged(number);
      if (polled === null) return true;
      const claimed = at(this.tracked(polled.next).state.claimedBy, handler);
      if (claimed > count) return true;
      if (polls(polled.next)) reach(polled.next);
      else if (claimed === count) found.add(polled.next);
      return true;
    });
    return sorted([...found]);
  }

  /** The walk is over, and the NMI ends. */
  #end(from: States, isClaimed: boolean, mask: EndingMask): { next: States; verdict: Verdict } {
    const next = new Set<number>();
    let withEdge = 0;
    let withoutEdge = 0;
    const decides = (number: number): boolean =>
      this.tracked(number).state.position.at === "decide";
    this.#explore(from.filter(decides), (number) => {
      const ended = this.logged(number);
      if (ended === null) return true;
      if (!isClaimed) {
        const bit = ended.ending === null ? 0 : endingBit(ended.ending);
        if ((mask & bit) === 0) return true;
        if (this.tracked(number).state.carriesUnknown) withEdge |= bit;
        else withoutEdge |= bit;
      }
      next.add(ended.next);
      return true;
    });
    return { next: sorted([...next]), verdict: { withEdge, withoutEdge } };
  }

  /**
   * Visits every state that hidden steps lead to from `from`. Where `visit` returns false, they go on
   * from that state no more; `reach` adds a state.
   */
  #explore(
    from: States,
    visit: (number: number, reach: (number: number) => void) => boolean,
  ): void {
    const reached = new Set(from);
    const reach = (number: number): void => void reached.add(number);
    // A set goes on to what is added while it is walked.
    for (const number of reached) {
      if (!visit(number, reach)) continue;
      for (const { next } of this.hiddenOf(number)) reached.add(next);
    }
  }

  /** Every state that is reached, and of these the ones between two NMIs. */
  #everything(): number {
    const first = this.#number({ state: this.#model.initial(), before: null });
    const between = new Set([first]);
    this.#explore([first], (number, reach) => {
      const logged = this.logged(number);
      if (logged === null) return true;
      reach(logged.next);
      if (this.tracked(number).state.position.at === "decide") between.add(logged.next);
      return true;
    });
    return this.#setNumber(sorted([...between]));
  }

  /** The steps of a state that no log tells of. */
  hiddenOf(number: number): readonly HiddenStep[] {
    const known = this.#hiddenNext[number];
    if (known !== undefined) return known;
    const { state, before } = this.tracked(number);
    const found: HiddenStep[] = [];
    for (const event of this.#hidden) {
      const next = this.#model.apply(event, state);
      if (next !== null) found.push({ event, next: this.#number({ state: next, before }) });
    }
    this.#hiddenNext[number] = found;
    return found;
  }

  /** The step of a state that a log tells of; null where it cannot be taken. */
  logged(number: number): LoggedStep | null {
    const known = this.#loggedNext[number];
    if (known !== undefined) return known;
    const found = this.#step(this.tracked(number));
    this.#loggedNext[number] = found;
    return found;
  }

  #step({ state, before }: Tracked): LoggedStep | null {
    const isTaken = state.position.at === "run";
    const name = isTaken ? "deliver" : state.position.at === "polling" ? "poll" : "decide";
    const event: NmiEvent = { name, parameters: {} };
    const next = this.#model.apply(event, state);
    if (next === null) return null;
    return {
      event,
      next: this.#number({ state: next, before: isTaken ? state.rip : before }),
      same: isTaken && before === state.rip,
      ending: endingOf(next),
    };
  }

  #number(tracked: Tracked): number {
    const own = canonical(tracked, this.machine.axes?.machine);
    const key = this.#packing.number(own);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#tracked.length;
    this.#numbers.set(key, number);
    this.#tracked.push(own);
    return number;
  }

  #setNumber(states: States): number {
    const key = states.join();
    const known = this.#setNumbers.get(key);
    if (known !== undefined) return known;
    const number = this.#sets.length;
    this.#sets.push(states);
    this.#setNumbers.set(key, number);
    return number;
  }
}

/** Steps that a log tells of. */
function isLogged(name: NmiEvent["name"]): boolean {
  return name === "deliver" || name === "poll" || name === "decide";
}

/** How an NMI that nobody claimed has ended, from the state after it; null for one that was claimed. */
export function endingOf({ outcome, elsewhere }: State<unknown>): UnclaimedEnding | null {
  if (elsewhere === "external") return "external";
  // A handler of the NMI_UNKNOWN chain is called for what the policy reports.
  if (elsewhere !== null) return "reported";
  switch (outcome) {
    case "reported":
    case "misattributed":
    case "spurious":
      return "reported";
    case "swallowed":
    case "falseSwallow":
      return "swallowed";
    default:
      return null;
  }
}

function sorted(numbers: readonly number[]): States {
  return [...new Set(numbers)].sort((left, right) => left - right);
}
