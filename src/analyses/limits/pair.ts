import { at } from "../../../spec/language.js";
import { stepsTo } from "../../checkers/explore/trail.js";
import type { NmiEvent } from "../../machine/model/nmi-model.js";
import { Buckets } from "./buckets.js";
import type { Hardware, Segment } from "./hardware.js";

/** Two runs in which an observer sees the same, NMI by NMI. Nobody claims the last NMI of either. */
export interface Pair {
  /** An unknown edge is in its last NMI: a swallow would lose it. */
  readonly reported: readonly NmiEvent[];
  /** No unknown edge is in its last NMI: it has to be swallowed. */
  readonly swallowed: readonly NmiEvent[];
  /** What is seen of each NMI, in both. */
  readonly seen: readonly string[];
}

/** Which pairs count. */
export interface PairChoice {
  /**
   * Only runs to be swallowed in which nothing can be owed, whatever a kernel said before: no
   * unknown edge was masked, and a kernel that has swallowed one falsely has failed already. Without
   * it, a report counts as wrong even where a policy is given credit for one that is owed.
   */
  readonly credit: boolean;
}

/** The two runs, each at the end of an NMI or one of them an NMI ahead. */
interface Node {
  readonly reported: number;
  readonly swallowed: number;
  /** The NMI that the run to be reported is ahead by; null when neither is ahead. */
  readonly ahead: Segment | null;
  readonly isEnd: boolean;
  readonly steps: number;
  readonly parent: Node | null;
  /** The way from the parent to here. */
  readonly last: Segment | null;
}

/**
 * A shortest pair, counted in the steps of both runs together, which no policy can serve without a
 * false swallow or a spurious report; null if there is none. The runs take turns, NMI by NMI, and
 * the one that follows may only show what the other has shown: A* on that, where the steps that are
 * left are at least those that each run needs by itself.
 *
 * @throws SearchStopped when the budget of the hardware is used up
 */
export function shortestPair(hardware: Hardware, choice: PairChoice): Pair | null {
  hardware.budget.begin("pairs of boundaries");
  const search = new Search(hardware, choice);
  for (let node = search.take(); node !== null; node = search.take()) {
    if (node.isEnd) return pairTo(node, hardware);
    hardware.budget.step();
    search.expand(node);
  }
  return null;
}

class Search {
  readonly #credit: boolean;
  readonly #boundaries: number;
  readonly #seen = new Map<string, number>();
  readonly #shortest: readonly (readonly Segment[])[];
  readonly #following: readonly ReadonlyMap<string, readonly Segment[]>[];
  readonly #best = new Map<number, number>();
  readonly #queue = new Buckets<Node>();
  /** From each boundary, the fewest steps to an NMI that must be reported, and to one to be swallowed. */
  readonly #toReported: readonly number[];
  readonly #toSwallowed: readonly number[];
  /** The steps of the shortest pair found so far: longer ones need not be looked at. */
  #most = Number.POSITIVE_INFINITY;

  constructor(hardware: Hardware, { credit }: PairChoice) {
    this.#credit = credit;
    this.#boundaries = hardware.segments.length;
    for (const { seen } of hardware.segments.flat()) {
      if (!this.#seen.has(seen)) this.#seen.set(seen, this.#seen.size + 1);
    }
    this.#shortest = hardware.segments.map(shortestOf);
    this.#following = this.#shortest.map(bySeen);
    this.#toReported = fewestSteps(this.#shortest, () => true, mustBeReported);
    this.#toSwallowed = fewestSteps(
      this.#shortest,
      (segment) => this.#mayFollow(segment),
      ({ isUnclaimed, carriesUnknown }) => isUnclaimed && !carriesUnknown,
    );
    const start = { reported: 0, swallowed: 0, ahead: null, isEnd: false };
    const left = this.#left(0, 0, null);
    if (left === Number.POSITIVE_INFINITY) return;
    this.#queue.add({ ...start, steps: 0, parent: null, last: null }, left);
  }

  take(): Node | null {
    return this.#queue.take();
  }

  expand(node: Node): void {
    const { ahead, swallowed, reported } = node;
    const known = this.#best.get(this.#key(reported, swallowed, ahead, false));
    if (known !== undefined && known < node.steps) return;
    if (ahead === null) {
      for (const last of at(this.#shortest, reported)) {
        this.#consider(node, last, last.target, swallowed, last, false);
      }
      return;
    }
    for (const last of at(this.#following, swallowed).get(ahead.seen) ?? []) {
      if (!this.#mayFollow(last)) continue;
      const isEnd = mustBeReported(ahead) && !last.carriesUnknown;
      this.#consider(node, last, reported, last.target, null, isEnd);
    }
  }

  /** Whether the run to be swallowed may go so. */
  #mayFollow({ carriesUnknown, isUnclaimed }: Segment): boolean {
    return !(this.#credit && carriesUnknown && !isUnclaimed);
  }

  /** So many steps are left at least. */
  #left(reported: number, swallowed: number, ahead: Segment | null): number {
    const ofReported = ahead !== null && mustBeReported(ahead) ? 0 : at(this.#toReported, reported);
    return ofReported + at(this.#toSwallowed, swallowed);
  }

  #consider(
    parent: Node,
    last: Segment,
    reported: number,
    swallowed: number,
    ahead: Segment | null,
    isEnd: boolean,
  ): void {
    const steps = parent.steps + last.length;
    const least = steps + (isEnd ? 0 : this.#left(reported, swallowed, ahead));
    if (least >= this.#most) return;
    const key = this.#key(reported, swallowed, ahead, isEnd);
    if ((this.#best.get(key) ?? Number.POSITIVE_INFINITY) <= steps) return;
    this.#best.set(key, steps);
    if (isEnd) this.#most = steps;
    this.#queue.add({ reported, swallowed, ahead, isEnd, steps, parent, last }, least);
  }

  /** Equal numbers, the same future. */
  #key(reported: number, swallowed: number, ahead: Segment | null, isEnd: boolean): number {
    const boundaries = reported * this.#boundaries + swallowed;
    const seen = ahead === null ? 0 : (this.#seen.get(ahead.seen) ?? 0);
    const flag = ahead === null ? isEnd : mustBeReported(ahead);
    return (boundaries * (this.#seen.size + 1) + seen) * 2 + (flag ? 1 : 0);
  }
}

function mustBeReported({ isUnclaimed, carriesUnknown }: Segment): boolean {
  return isUnclaimed && carriesUnknown;
}

/** From each boundary the fewest steps through allowed segments to the end of a last one. */
function fewestSteps(
  segments: readonly (readonly Segment[])[],
  isAllowed: (segment: Segment) => boolean,
  isLast: (segment: Segment) => boolean,
): readonly number[] {
  const fewest = segments.map(() => Number.POSITIVE_INFINITY);
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (const [boundary, own] of segments.entries()) {
      for (const segment of own) {
        if (!isAllowed(segment)) continue;
        const steps = segment.length + (isLast(segment) ? 0 : at(fewest, segment.target));
        if (steps >= at(fewest, boundary)) continue;
        fewest[boundary] = steps;
        isChanged = true;
      }
    }
  }
  return fewest;
}

/** Of segments that differ only on the way, the shortest. */
function shortestOf(segments: readonly Segment[]): readonly Segment[] {
  const alike = new Map<string, Segment>();
  for (const segment of segments) {
    const key = `${segment.target},${segment.carriesUnknown},${segment.seen}`;
    const known = alike.get(key);
    if (known === undefined || segment.length < known.length) {
      alike.set(key, segment);
    }
  }
  return [...alike.values()];
}

function bySeen(segments: readonly Segment[]): ReadonlyMap<string, readonly Segment[]> {
  const groups = new Map<string, Segment[]>();
  for (const segment of segments) {
    const group = groups.get(segment.seen);
    if (group === undefined) groups.set(segment.seen, [segment]);
    else group.push(segment);
  }
  return groups;
}

function pairTo(end: Node, hardware: Hardware): Pair {
  const steps = stepsTo(end);
  const leading = steps.filter(({ to }) => to.ahead !== null);
  const following = steps.filter(({ to }) => to.ahead === null);
  return {
    reported: leading.flatMap(({ from, by }) => hardware.eventsOf(from.reported, by)),
    swallowed: following.flatMap(({ from, by }) => hardware.eventsOf(from.swallowed, by)),
    seen: leading.map(({ by }) => by.seen),
  };
}
