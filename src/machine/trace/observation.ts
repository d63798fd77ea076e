import type { Config, State } from "../../../spec/cpu/state.js";
import { at } from "../../../spec/language.js";
import type { NmiEvent } from "../model/nmi-model.js";
import { hasAxes } from "./axes-schema.js";
import { type RunEnding, shownOutcome } from "./ending.js";
import { pathClaims, pathEnding } from "./path-observation.js";
import type { NmiShown } from "./schema.js";
import { claimedSlot } from "./slot.js";

/** Follows a behaviour step by step and tells of each NMI what an engine must show. */
export class NmiObserver {
  readonly #handlers: number;
  readonly #path: Config<unknown> | null;
  readonly #cpu: number;
  #nmi = 0;
  #isRerun = false;
  #claimed: readonly number[] = [];

  /**
   * @param handlers how many handlers the chain has
   * @param path the machine, where it has axes
   * @param cpu whose NMIs these are
   */
  constructor(handlers: number, path: Config<unknown> | null = null, cpu = 0) {
    this.#handlers = handlers;
    this.#path = path;
    this.#cpu = cpu;
  }

  /**
   * Takes the next step of the behaviour.
   *
   * @returns what is to be seen of the run of the handlers that ended with this step, or null when
   * none did
   */
  step(action: NmiEvent["name"], before: State<unknown>, after: State<unknown>): NmiShown | null {
    if (action === "deliver") this.#begin(false);
    if (action === "poll" && before.position.at === "polling") {
      const { handler } = before.position;
      const so = at(this.#claimed, handler);
      this.#claimed = this.#claimed.with(handler, so + this.#claims(before, so));
    }
    if (action !== "decide") return null;
    const ending = this.#ending(before, after);
    if (ending === null) return null;
    const { outcome, ...ofAxes } = ending;
    const shown = {
      nmi: this.#nmi,
      cpu: this.#cpu,
      rip: before.rip,
      backToBack: before.backToBack,
      claimed: this.#claimed,
      outcome,
      ...(this.#isRerun && { rerun: true as const }),
      ...ofAxes,
    };
    // An NMI nested: the handlers run once more.
    if (after.position.at !== "run") this.#begin(true);
    return shown;
  }

  #begin(isRerun: boolean): void {
    this.#nmi++;
    this.#isRerun = isRerun;
    this.#claimed = Array.from({ length: this.#handlers }, () => 0);
  }

  #claims(before: State<unknown>, so: number): number {
    if (this.#path !== null) return pathClaims(this.#path, before, so);
    return claimedSlot("poll", before) === null ? 0 : 1;
  }

  #ending(before: State<unknown>, after: State<unknown>): RunEnding | null {
    if (this.#path !== null && hasAxes(before) && hasAxes(after)) {
      return pathEnding(this.#path, before, after);
    }
    return after.outcome === null ? null : { outcome: shownOutcome(after.outcome) };
  }
}
