/** A set of states of an automaton, one bit each. */
export class StateSet {
  readonly #words: Uint32Array;

  /** @param words the bits of states 0 to 31, 32 to 63, and so on */
  private constructor(words: Uint32Array) {
    this.#words = words;
  }

  /** No states, of an automaton that has `states`. */
  static empty(states: number): StateSet {
    return new StateSet(new Uint32Array(Math.ceil(states / 32)));
  }

  /** Equal texts, equal sets. */
  get text(): string {
    const { buffer, byteOffset, byteLength } = this.#words;
    return Buffer.from(buffer, byteOffset, byteLength).toString("latin1");
  }

  has(state: number): boolean {
    return (((this.#words[state >>> 5] ?? 0) >>> (state & 31)) & 1) === 1;
  }

  add(state: number): void {
    const word = state >>> 5;
    this.#words[word] = (this.#words[word] ?? 0) | (1 << (state & 31));
  }

  copy(): StateSet {
    return new StateSet(this.#words.slice());
  }

  /** Adds every state of `other`. */
  include(other: StateSet): void {
    for (const [index, word] of other.#words.entries()) {
      this.#words[index] = (this.#words[index] ?? 0) | word;
    }
  }

  /** Takes every state of `other` out. */
  exclude(other: StateSet): void {
    for (const [index, word] of other.#words.entries()) {
      this.#words[index] = (this.#words[index] ?? 0) & ~word;
    }
  }

  *[Symbol.iterator](): Generator<number> {
    for (const [index, word] of this.#words.entries()) {
      for (let rest = word; rest !== 0; rest &= rest - 1) {
        yield (index << 5) + (31 - Math.clz32(rest & -rest));
      }
    }
  }
}
