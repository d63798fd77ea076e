import type { AbstractValue } from "./abstract-value.js";

/** The indices that are inside of arrays of a length, since an item was read there. */
export class IndexFacts {
  readonly #known: Set<string>;

  constructor(known: Iterable<string> = []) {
    this.#known = new Set(known);
  }

  has(length: AbstractValue, index: AbstractValue): boolean {
    return this.#known.has(`${length.id} ${index.id}`);
  }

  add(length: AbstractValue, index: AbstractValue): void {
    this.#known.add(`${length.id} ${index.id}`);
  }

  addAll(others: IndexFacts | undefined): void {
    if (others !== undefined) for (const fact of others.#known) this.#known.add(fact);
  }

  /** For a part that is not always computed, in which more may be known. */
  branch(more?: IndexFacts): IndexFacts {
    const facts = new IndexFacts(this.#known);
    facts.addAll(more);
    return facts;
  }
}
