import { type Allowance, allocateWords } from "./allocation.js";
import { type HashCompaction, hashTable, signatureMasks } from "./hash-compaction.js";

/**
 * The set of the signatures of the states seen so far: an open hash table of two words each. A state
 * whose signature another one has is taken for that one (see `omissionProbability`).
 *
 * The lookup itself is in the generated code (`isNew` in `signature-storage-text.ts`).
 */
export class SignatureSet {
  /** Two words for each row; 0 in the first one where there is nothing. */
  rows: Int32Array;
  /** Rows less one; a power of two less one. */
  mask = 511;
  readonly hash: Int32Array;
  readonly lowMask: number;
  readonly highMask: number;
  #count = 0;

  constructor(
    private readonly words: number,
    private readonly compaction: HashCompaction,
    private readonly allow: Allowance,
  ) {
    this.hash = hashTable(compaction.seed, words);
    const { low, high } = signatureMasks(compaction.bits);
    this.lowMask = low;
    this.highMask = high;
    this.rows = allocateWords(2 * (this.mask + 1), allow);
  }

  /** A set of the same kind that is empty. */
  emptied(allow: Allowance): SignatureSet {
    return new SignatureSet(this.words, this.compaction, allow);
  }

  /** Takes a signature, which must not be there. @throws what `allow` throws when there is no memory */
  insert(low: number, high: number): void {
    if ((this.#count + 1) * 4 > (this.mask + 1) * 3) this.#grow();
    this.#put(low, high);
    this.#count++;
  }

  #put(low: number, high: number): void {
    let slot = (high ^ (low >>> 1)) & this.mask;
    while (this.rows[2 * slot] !== 0) slot = (slot + 1) & this.mask;
    this.rows[2 * slot] = low;
    this.rows[2 * slot + 1] = high;
  }

  #grow(): void {
    const old = this.rows;
    this.rows = allocateWords(2 * old.length, this.allow);
    this.mask = 2 * this.mask + 1;
    for (let at = 0; at < old.length; at += 2) {
      const low = old[at] ?? 0;
      if (low !== 0) this.#put(low, old[at + 1] ?? 0);
    }
    this.allow(-4 * old.length);
  }
}
