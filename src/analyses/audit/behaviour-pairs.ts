import type { NmiEvent } from "../../machine/model/nmi-model.js";
import { type ShownStep, shortestBehaviour } from "./behaviours.js";
import { type FollowedNmi, observedOf } from "./follow-cpu.js";
import { observedKey } from "./observed-nmi.js";

/** A step of a behaviour in words. */
export interface StepText {
  /** The NMI of the log that it is in, or comes before. */
  readonly nmi: number;
  readonly during: boolean;
  readonly text: string;
}

/**
 * Two behaviours that explain the same NMIs of a log, the shortest ones with and without an unknown
 * edge in the last of them; null for one that was not found within the bound of the search.
 */
export interface BehaviourPair {
  readonly cpu: number;
  readonly firstNmi: number;
  readonly lastNmi: number;
  readonly with: readonly StepText[] | null;
  readonly without: readonly StepText[] | null;
}

/** So many different pairs are looked for. */
const MOST_PAIRS = 20;

/** The pairs of behaviours of a log, those that differ. */
export class BehaviourPairs {
  readonly found: BehaviourPair[] = [];
  readonly #known = new Map<string, number>();

  /**
   * The number of the pair for the last NMI of `window`; that of an earlier one that looks the same to
   * whoever reads the log. Null where there are too many.
   */
  of(window: readonly FollowedNmi[], names: readonly string[]): number | null {
    const [first] = window;
    const last = window.at(-1);
    if (first === undefined || last === undefined) return null;
    const seen = window.map((nmi) => observedKey(observedOf(nmi)));
    const key = `${first.automaton.chain.join()}${first.automaton.hasUnknown}:${first.set}:${seen.join(" ")}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    if (this.found.length >= MOST_PAIRS) return null;
    const texts = (withEdge: boolean): readonly StepText[] | null =>
      shortestBehaviour(window, withEdge)?.flatMap((step) => stepText(step, names)) ?? null;
    this.#known.set(key, this.found.length);
    this.found.push({
      cpu: first.logged.cpu,
      firstNmi: first.number,
      lastNmi: last.number,
      with: texts(true),
      without: texts(false),
    });
    return this.found.length - 1;
  }
}

/** A step in words; polls that find nothing are left out. */
function stepText(
  { event, nmi, during, before, place }: ShownStep,
  names: readonly string[],
): readonly StepText[] {
  const text = eventText(event, before, place, names);
  return text === null ? [] : [{ nmi, during, text }];
}

function eventText(
  event: NmiEvent,
  { active, position }: ShownStep["before"],
  place: number | null,
  names: readonly string[],
): string | null {
  const name = (handler: number): string => names[handler] ?? `handler ${handler}`;
  switch (event.name) {
    case "raise":
      return `an event of ${name(event.parameters.handler)} happens`;
    case "external":
      return "an unknown edge comes";
    case "portError":
      return event.parameters.cause === "serr" ? "a PCI system error comes" : "an I/O check comes";
    case "ownEvent":
      return "an event of a handler of NMI_UNKNOWN happens";
    case "reinject":
      return "the hypervisor delivers the NMI again";
    case "summon":
      return "the CPU is summoned to the handler in front";
    case "execute":
      return event.parameters.place === place
        ? "the CPU comes to where the NMI before was"
        : "the CPU moves on";
    case "touch":
      return "the kernel forgets where the NMI before was (local_touch_nmi)";
    case "runGuest":
      return "a guest runs";
    case "vanish":
      return `the status bits of ${name(0)} are gone`;
    case "arrive":
      return `a late edge of ${name(0)} comes`;
    case "lapse":
      return `${name(0)} claims no more than its events from now on`;
    case "fault":
      return "an exception unblocks NMIs";
    case "nest":
      return "an NMI nests";
    case "deliver":
      return "the NMI is taken";
    case "decide":
      return "the walk is over";
    case "poll": {
      if (position.at !== "polling") return null;
      const isClaimed = active[position.handler]?.[position.slot] === true;
      return isClaimed ? `${name(position.handler)} claims one` : null;
    }
  }
}
