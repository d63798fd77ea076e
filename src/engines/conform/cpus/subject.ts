import type { SmpConfig, SmpState } from "../../../../spec/board/state.js";
import { type SmpEvent, smpModel } from "../../../machine/model/smp-model.js";
import type { Numbered } from "../observed-graph.js";
import { PathStateNumbers } from "../state-numbers.js";

/** Gives each number it is asked for a small one of its own, in the order of asking. */
class SmallNumbers {
  readonly #known = new Map<number, number>();

  of(number: number): number {
    const known = this.#known.get(number);
    if (known !== undefined) return known;
    const small = this.#known.size;
    this.#known.set(number, small);
    return small;
  }
}

/** Numbers the states of one configuration: those of one CPU are few, so their numbers are small. */
class SmpStateNumbers {
  readonly #ofOne: PathStateNumbers;
  readonly #ofObserved = new SmallNumbers();
  readonly #ofFull = new SmallNumbers();
  /** More than one CPU has states. */
  readonly #most: number;
  readonly #holders: number;

  constructor(config: SmpConfig<unknown>) {
    this.#ofOne = new PathStateNumbers(config);
    this.#most = 2 ** Math.floor(46 / config.board.cpus);
    this.#holders = config.board.cpus + 1;
  }

  observed(state: SmpState<unknown>): number {
    return state.cpus.reduce((sum, cpu) => {
      return this.#joined(sum, this.#ofObserved.of(this.#ofOne.observed(cpu)));
    }, this.#ofBoard(state));
  }

  full(_: number, state: SmpState<unknown>): number {
    return state.cpus.reduce((sum, cpu) => {
      return this.#joined(sum, this.#ofFull.of(this.#ofOne.full(this.#ofOne.observed(cpu), cpu)));
    }, this.#ofBoard(state));
  }

  /** What the CPUs share. */
  #ofBoard({ holder, reader, crashing }: SmpState<unknown>): number {
    return [holder, reader, crashing].reduce<number>(
      (sum, cpu) => sum * this.#holders + (cpu === null ? 0 : cpu + 1),
      0,
    );
  }

  #joined(sum: number, small: number): number {
    if (small >= this.#most) throw new Error("a CPU has too many states to number those of all");
    return sum * this.#most + small;
  }
}

/** A model of several CPUs whose states have numbers. */
export type SmpSubject = Numbered<SmpState<unknown>, SmpEvent>;

/** The model of several CPUs in one configuration, with numbers for its states. */
export function smpSubject(config: SmpConfig<unknown>): SmpSubject {
  return { model: smpModel(config), numbers: new SmpStateNumbers(config) };
}
