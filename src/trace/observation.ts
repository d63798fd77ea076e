import { at } from "../../spec/language.js";
import type { Outcome, State } from "../../spec/state.js";
import type { NmiEvent } from "../explore/nmi-model.js";
import type { NmiShown } from "./schema.js";

/**
 * What the user of a kernel learns of an NMI that ended so. The ghost's part of the outcome, whether
 * the kernel was right, cannot be seen by anyone.
 */
export function shownOutcome(outcome: Outcome): NmiShown["outcome"] {
  switch (outcome) {
    case "handled":
    case "masked":
      return "handled";
    case "swallowed":
    case "falseSwallow":
      return "swallowed";
    case "reported":
    case "misattributed":
    case "spurious":
      return "unknown";
  }
}

/** Follows a behaviour step by step and tells of each NMI what an engine must show. */
export class NmiObserver {
  readonly #handlers: number;
  #nmi = 0;
  #claimed: readonly number[] = [];

  /** @param handlers how many handlers the chain has */
  constructor(handlers: number) {
    this.#handlers = handlers;
  }

  /**
   * Takes the next step of the behaviour.
   *
   * @returns what is to be seen of the NMI that ended with this step, or null when none did
   */
  step<Memory>(
    action: NmiEvent["name"],
    before: State<Memory>,
    after: State<Memory>,
  ): NmiShown | null {
    if (action === "deliver") {
      this.#nmi++;
      this.#claimed = Array.from({ length: this.#handlers }, () => 0);
    }
    const claim = claimedSlot(action, before);
    if (claim !== null) {
      const { handler } = claim;
      this.#claimed = this.#claimed.with(handler, at(this.#claimed, handler) + 1);
    }
    if (action !== "decide" || after.outcome === null) return null;
    return {
      nmi: this.#nmi,
      cpu: 0,
      rip: before.rip,
      backToBack: before.backToBack,
      claimed: this.#claimed,
      outcome: shownOutcome(after.outcome),
    };
  }
}

/** A slot of a handler, both counted from 0. */
export interface SlotName {
  readonly handler: number;
  readonly slot: number;
}

/** The slot whose event a handler claims when `action` happens in the state `before`, or null. */
export function claimedSlot(
  action: NmiEvent["name"],
  before: Pick<State<unknown>, "active" | "position">,
): SlotName | null {
  if (action !== "poll" || before.position.at !== "polling") return null;
  const { handler, slot } = before.position;
  return at(at(before.active, handler), slot) ? { handler, slot } : null;
}
