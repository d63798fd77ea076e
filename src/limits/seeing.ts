import type { State } from "../../spec/cpu/state.js";
import { at } from "../../spec/language.js";
import type { NmiEvent } from "../explore/nmi-model.js";
import { type Observation, type Sight, seesSources } from "./observation.js";

/** What is in view of an observer between two ends of NMIs, in bits. */
export interface View {
  /** The sources of the edges in the latch and of those in the NMI in progress, one bit each. */
  readonly pending: number;
  readonly sources: number;
  /** The slots claimed in the NMI in progress, one bit each. */
  readonly claimed: number;
}

/** Nothing has happened yet. */
export const emptyView: View = { pending: 0, sources: 0, claimed: 0 };

/** Keeps in view, step by step, what is to be seen at the end of the NMI in progress. */
export class Seeing {
  readonly #seesSources: boolean;
  readonly #offsets: readonly number[];
  readonly #chain: readonly number[];

  constructor(chain: readonly number[], observation: Observation) {
    this.#seesSources = seesSources(observation);
    this.#chain = chain;
    let offset = 0;
    this.#offsets = chain.map((slots) => {
      offset += slots;
      return offset - slots;
    });
  }

  /** The view after a step other than *decide*. */
  after(view: View, event: NmiEvent, before: State<unknown>): View {
    switch (event.name) {
      case "raise":
        return this.#edge(view, event.parameters.handler);
      case "external":
        return this.#edge(view, this.#chain.length);
      case "deliver":
        return { ...view, pending: 0, sources: view.pending };
      case "poll": {
        if (before.position.at !== "polling") return view;
        const { handler, slot } = before.position;
        if (!at(at(before.active, handler), slot)) return view;
        return { ...view, claimed: view.claimed | (1 << (at(this.#offsets, handler) + slot)) };
      }
      default:
        return view;
    }
  }

  /** What is to be seen of an NMI at its end. */
  sight({ claimed, sources }: View, { backToBack }: State<unknown>): Sight {
    return {
      backToBack,
      claimed: this.#chain.map((slots, handler) =>
        Array.from({ length: slots }, (_, slot) =>
          isSet(claimed, at(this.#offsets, handler) + slot),
        ),
      ),
      sources: Array.from({ length: this.#chain.length + 1 }, (_, bit) => isSet(sources, bit)),
    };
  }

  #edge(view: View, source: number): View {
    return this.#seesSources ? { ...view, pending: view.pending | (1 << source) } : view;
  }
}

function isSet(mask: number, bit: number): boolean {
  return ((mask >>> bit) & 1) === 1;
}
