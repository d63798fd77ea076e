import { type BitField, maskOf } from "./bit-field.js";
import { type Code, operandsOf } from "./code.js";

/** A set of bits of a packed state: a mask for each word. */
export type StateBits = readonly number[];

/** No bit of a state of `words` words. */
export function noBits(words: number): StateBits {
  return Array.from({ length: words }, () => 0);
}

export function bitsOf(field: BitField, words: number): StateBits {
  return Array.from({ length: words }, (_, word) => (word === field.word ? maskOf(field) : 0));
}

export function union(one: StateBits, other: StateBits): StateBits {
  return one.map((mask, word) => mask | (other[word] ?? 0));
}

export function without(one: StateBits, other: StateBits): StateBits {
  return one.map((mask, word) => mask & ~(other[word] ?? 0));
}

export function meets(one: StateBits, other: StateBits): boolean {
  return one.some((mask, word) => (mask & (other[word] ?? 0)) !== 0);
}

export function isEmpty(bits: StateBits): boolean {
  return bits.every((mask) => mask === 0);
}

export function sameBits(one: StateBits, other: StateBits): boolean {
  return one.every((mask, word) => mask === other[word]);
}

/** Knows which bits of the state before the step a computation reads. */
export class CodeReads {
  readonly #known = new Map<Code, StateBits>();

  constructor(private readonly words: number) {}

  of(code: Code): StateBits {
    const known = this.#known.get(code);
    if (known !== undefined) return known;
    const own = code.op === "field" ? bitsOf(code.field, this.words) : noBits(this.words);
    const all = operandsOf(code).reduce((bits, operand) => union(bits, this.of(operand)), own);
    this.#known.set(code, all);
    return all;
  }
}
