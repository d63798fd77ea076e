/**
 * A sequence of numbers read as decisions. Where it ends, and wherever it has a 0, the first option
 * is taken: generators put the simplest one first, so that a sequence shrinks to a simple model.
 */
export class Choices {
  #next = 0;

  constructor(private readonly numbers: readonly number[]) {}

  /** A number from 0 to `limit - 1`. */
  below(limit: number): number {
    return (this.numbers[this.#next++] ?? 0) % limit;
  }

  /** A number from `low` to `high`. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** True with the given chance in percent; false is the simpler one. */
  chance(percent: number): boolean {
    return this.below(100) >= 100 - percent;
  }

  pick<Option>(options: readonly [Option, ...Option[]]): Option {
    return options[this.below(options.length)] ?? options[0];
  }

  /** One of the options, none if there are none. */
  pickAny<Option>(options: readonly Option[]): Option | undefined {
    return options.length === 0 ? undefined : options[this.below(options.length)];
  }

  /** From `low` to `high` things, each made by `make` with its position. */
  several<Thing>(low: number, high: number, make: (index: number) => Thing): readonly Thing[] {
    return Array.from({ length: this.between(low, high) }, (_, index) => make(index));
  }
}
