import type { State } from "../../../spec/cpu/state.js";
import { at } from "../../../spec/language.js";
import type { Chain } from "../../../spec/platforms.js";
import type { Tracked } from "./machine.js";

/** Handlers of the model; those behind share the last one. */
const MOST_HANDLERS = 2;

/**
 * Slots of a handler that has claimed several events in one NMI. A policy counts none, one and more;
 * which of several events came early or late shows in two as in many.
 */
const MOST_SLOTS = 2;

/**
 * The handlers of a log as the model has them. A handler that has claimed nothing is a step that
 * changes nothing, and the model has none of it. The first one it always has, with two slots: axes
 * are about it, and whatever a handler did that the log does not tell, it does as well. The chain grows
 * with what handlers claim.
 */
export class FollowedChain {
  readonly chain: Chain;
  /** Of each handler of the log's chain, that of the model; null for one that has claimed nothing. */
  readonly #places: readonly (number | null)[];
  readonly #most: readonly number[];

  /** @param most of each handler of the log, the most events that it claimed in one NMI so far */
  constructor(most: readonly number[]) {
    this.#most = most;
    let next = 0;
    this.#places = most.map((count, handler) =>
      count > 0 || handler === 0 ? Math.min(next++, MOST_HANDLERS - 1) : null,
    );
    const slots = (place: number): number => {
      const own = most.filter((_, handler) => this.#places[handler] === place);
      const sum = own.reduce((total, count) => total + count, 0);
      return place === 0 ? MOST_SLOTS : Math.max(1, Math.min(sum, MOST_SLOTS));
    };
    const count = Math.max(1, Math.min(next, MOST_HANDLERS));
    const [first = 1, ...rest] = Array.from({ length: count }, (_, place) => slots(place));
    this.chain = [first, ...rest];
  }

  /** Whether handlers of the log share one of the model. */
  get isMerged(): boolean {
    const used = this.#places.filter((place) => place !== null);
    return new Set(used).size < used.length;
  }

  /** The names of the model's handlers, from those of the log's. */
  names(names: readonly string[]): readonly string[] {
    return this.chain.map((_, place) =>
      names.filter((_name, handler) => this.#places[handler] === place).join(" or "),
    );
  }

  /** The chain once handlers have claimed so much in one NMI; this one where it has room for that. */
  grownFor(counts: readonly number[]): FollowedChain {
    if (!this.#isTooSmallFor(counts)) return this;
    const most = this.#most.map((count, handler) =>
      Math.min(Math.max(count, counts[handler] ?? 0), MOST_SLOTS),
    );
    return new FollowedChain(most);
  }

  #isTooSmallFor(counts: readonly number[]): boolean {
    for (let handler = 0; handler < counts.length; handler++) {
      if (Math.min(counts[handler] ?? 0, MOST_SLOTS) > (this.#most[handler] ?? 0)) return true;
    }
    return false;
  }

  /** What the handlers of the model claimed, no more than they have slots. */
  claimed(counts: readonly number[]): readonly number[] {
    const claims: number[] = [];
    for (const [handler, count] of counts.entries()) {
      const place = this.#places[handler] ?? null;
      if (place === null) continue;
      claims[place] = Math.min((claims[place] ?? 0) + count, at(this.chain, place));
    }
    return claims;
  }

  /**
   * The states between two NMIs of a chain that has grown to this one, of a machine whose first state
   * is `initial`. Slots that were there keep their events. The log tells of no event of a slot that is
   * new; one that happened after its last poll may as well happen right before the next NMI, where its
   * edge folds into the one that pends. Where that is not the same, since a second edge would pend
   * behind it or the NMI has been taken already, the slot may have its event by now.
   *
   * @param isDeep two NMIs can pend
   */
  grown(
    from: FollowedChain,
    states: readonly Tracked[],
    initial: State<unknown>,
    isDeep: boolean,
  ): readonly Tracked[] {
    return states.flatMap(({ state, before }) => {
      const mayHave = isDeep || state.position.at !== "run";
      return this.#grownSlots(from, state.active, mayHave).map((active) => ({
        state: {
          ...state,
          latchSources: initial.latchSources,
          secondSources: initial.secondSources,
          sources: initial.sources,
          active,
          claimedBy: initial.claimedBy,
        },
        before,
      }));
    });
  }

  /** The status bits of all slots: those that were there, and each way of those that are new. */
  #grownSlots(
    from: FollowedChain,
    old: State<unknown>["active"],
    mayHave: boolean,
  ): readonly State<unknown>["active"][] {
    let ways: readonly (readonly (readonly boolean[])[])[] = [[]];
    for (const [place, slots] of this.chain.entries()) {
      // A handler that shares its place with others was at one place, and so were they, or at none.
      const handler = from.#places.findIndex(
        (was, own) => was !== null && this.#places[own] === place,
      );
      const was = handler < 0 ? [] : at(old, from.#places[handler] ?? 0);
      let bits: readonly (readonly boolean[])[] = [was];
      for (let slot = was.length; slot < slots; slot++) {
        bits = bits.flatMap((own) => [[...own, false], ...(mayHave ? [[...own, true]] : [])]);
      }
      ways = ways.flatMap((way) => bits.map((own) => [...way, own]));
    }
    return ways;
  }
}
