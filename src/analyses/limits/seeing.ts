import type { Axes } from "../../../spec/cpu/axes.js";
import { noAxes } from "../../../spec/cpu/no-axes.js";
import type { State } from "../../../spec/cpu/state.js";
import { at } from "../../../spec/language.js";
import type { NmiEvent } from "../../machine/model/nmi-model.js";
import type { Machine } from "../../machine/subject.js";
import { type NmiObservation, type Observation, seesSources } from "./observation.js";

/** What is in view of an observer between two ends of NMIs, in bits. */
export interface View {
  /** The sources of the edges in the latch and of those in the NMI in progress, one bit each. */
  readonly pending: number;
  /** Those of the second NMI that pends, where the latch keeps one. */
  readonly second: number;
  readonly sources: number;
  /** The slots claimed in the NMI in progress, one bit each. */
  readonly claimed: number;
}

/** Nothing has happened yet. */
export const emptyView: View = { pending: 0, second: 0, sources: 0, claimed: 0 };

/** Keeps in view, step by step, what is to be seen at the end of the NMI in progress. */
export class Seeing {
  readonly #seesSources: boolean;
  readonly #axes: Axes;
  readonly #offsets: readonly number[];
  readonly #chain: readonly number[];

  constructor({ platform: { chain }, axes }: Machine, observation: Observation) {
    this.#seesSources = seesSources(observation);
    this.#axes = axes?.machine ?? noAxes;
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
      case "raise": {
        // Through a masked LVTPC no edge comes.
        const isMasked = event.parameters.handler === 0 && before.lvtpcMasked;
        return isMasked ? view : this.#edge(view, event.parameters.handler, before);
      }
      case "external":
      case "portError":
        return this.#edge(view, this.#chain.length, before);
      case "deliver":
        return { ...view, pending: view.second, second: 0, sources: view.pending };
      case "nest":
        return { ...view, pending: 0 };
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

  /** What is to be seen of an NMI at its end, from the state before it. */
  observed(
    { claimed, sources }: View,
    { backToBack, serr, iochk }: State<unknown>,
  ): NmiObservation {
    return {
      backToBack,
      external: claimed === 0 && (serr || iochk),
      claimed: this.#chain.map((slots, handler) =>
        Array.from({ length: slots }, (_, slot) =>
          isSet(claimed, at(this.#offsets, handler) + slot),
        ),
      ),
      sources: Array.from({ length: this.#chain.length + 1 }, (_, bit) => isSet(sources, bit)),
    };
  }

  /** As `edge` of `spec/cpu/hardware.ts` folds it in. */
  #edge(view: View, source: number, { latched, position }: State<unknown>): View {
    if (!this.#seesSources) return view;
    const isSecond = this.#axes.latchDepth === 2 && latched && position.at === "run";
    return isSecond
      ? { ...view, second: view.second | (1 << source) }
      : { ...view, pending: view.pending | (1 << source) };
  }
}

/** What is in view once an NMI has ended: the edges that pend belong to the next ones. */
export function viewAfter({ pending, second }: View): View {
  return { ...emptyView, pending, second };
}

function isSet(mask: number, bit: number): boolean {
  return ((mask >>> bit) & 1) === 1;
}
