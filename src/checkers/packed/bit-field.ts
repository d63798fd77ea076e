/** A row of bits in one word of a packed state. It never crosses the border of a word. */
export interface BitField {
  /** What is kept there, for people: `position`, `active[0][1]`. */
  readonly name: string;
  /** Which word, counted from 0. */
  readonly word: number;
  /** The place of the lowest bit, counted from 0. */
  readonly shift: number;
  /** How many bits: 1 to 32. */
  readonly width: number;
  /** How many values there are: the bits hold 0 to `size - 1`. */
  readonly size: number;
}

/** A word with the lowest `width` bits set, as a signed integer of 32 bits: the way words are kept. */
export function lowBits(width: number): number {
  return width >= 32 ? -1 : (1 << width) - 1;
}

/** The bits of `field` in its word, as a signed integer of 32 bits. */
export function maskOf(field: BitField): number {
  return lowBits(field.width) << field.shift;
}
