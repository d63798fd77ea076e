/** A queue for small whole numbers: what was added first among equals is taken first. */
export class Buckets<Item> {
  readonly #buckets: Item[][] = [];
  #least = 0;
  #taken = 0;

  add(item: Item, cost: number): void {
    this.#buckets[cost] ??= [];
    this.#buckets[cost]?.push(item);
  }

  /** The cheapest item; null when there is none left. What is added later costs no less. */
  take(): Item | null {
    for (; this.#least < this.#buckets.length; this.#least++, this.#taken = 0) {
      const item = this.#buckets[this.#least]?.[this.#taken];
      if (item === undefined) continue;
      this.#taken++;
      return item;
    }
    return null;
  }
}
