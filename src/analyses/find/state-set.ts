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

  /** A whole number of 32 bits made of `seed` and the set: equal sets, equal numbers (FNV-1a by words). */
  hash(seed: number): number {
    const words = this.#words;
    let hash = seed ^ 0x811c9dc5;
    for (let index = 0; index < words.length; index++) {
      hash = Math.imul(hash ^ (words[index] ?? 0), 0x01000193);
      hash ^= hash >>> 15;
    }
    return hash;
  }

  /** Whether both are the same states of the same automaton. */
  equals(other: StateSet): boolean {
    const [own, others] = [this.#words, other.#words];
    for (let index = 0; index < own.length; index++) if (own[index] !== others[index]) return false;
    return true;
  }

  has(state: number): boolean {
    return (((this.#words[state >>> 5] ?? 0) >>> (state & 31)) & 1) === 1;
  }

  add(state: number): void {
    const word = state >>> 5;
    this.#words[word] = (this.#words[word] ?? 0) | (1 << (state & 31));
  }

  /** No states of the same automaton. */
  cleared(): StateSet {
    return new StateSet(new Uint32Array(this.#words.length));
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

  /**
   * Adds where the states of `from` lead.
   *
   * @param targets of each state where it leads; less than 0 where nowhere
   */
  addTargets(from: StateSet, targets: Int32Array): void {
    const { length } = from.#words;
    for (let index = 0; index < length; index++) {
      for (let rest = from.#words[index] ?? 0; rest !== 0; rest &= rest - 1) {
        const target = targets[(index << 5) + (31 - Math.clz32(rest & -rest))] ?? -1;
        if (target >= 0) this.add(target);
      }
    }
  }
}
