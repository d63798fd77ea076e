/** A list of 32-bit numbers that grows, in a typed array. */
export class Numbers {
  #items = new Int32Array(1024);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(number: number): void {
    if (this.#length === this.#items.length) {
      const larger = new Int32Array(this.#items.length * 2);
      larger.set(this.#items);
      this.#items = larger;
    }
    this.#items[this.#length++] = number;
  }

  /** The number at `index`; 0 outside of the list. */
  at(index: number): number {
    return index < this.#length ? (this.#items[index] ?? 0) : 0;
  }

  set(index: number, number: number): void {
    this.#items[index] = number;
  }

  /** The numbers themselves, without what was kept for more. */
  array(): Int32Array {
    return this.#items.slice(0, this.#length);
  }
}
