import { createHash, randomBytes } from "node:crypto";

/** How states are told apart where only hashes of them are kept. */
export interface HashCompaction {
  /** Bits of the hash of a state that are kept, its signature. */
  readonly bits: number;
  /** What the hash function was drawn by: 32 hexadecimal digits. */
  readonly seed: string;
}

/** What an exploration with hash compaction may have left out. */
export interface Omission extends HashCompaction {
  /** At most this is the probability that any state was left out. */
  readonly probability: number;
}

/** Bits of two words less one, which says that a signature is there. */
export const SIGNATURE_BITS = 63;

/** How probable it is that a state is left out, and who has shown it. */
export const OMISSION_FORMULA = `n(n+1) / 2^${SIGNATURE_BITS + 1}`;
export const OMISSION_SOURCE =
  "hash compaction (Wolper and Leroy 1993, Stern and Dill 1995) with a universal hash function (Carter and Wegman 1979), drawn anew for each run";

/** Hash compaction by a hash function that is drawn now. */
export function drawnHash(): HashCompaction {
  return { bits: SIGNATURE_BITS, seed: randomBytes(16).toString("hex") };
}

/**
 * At most this is the probability that a search that ends with `states` signatures has left out any
 * state: n(n+1) / 2^(bits+1).
 *
 * Up to the first omission the search is that of the model as it is, whatever the hash function. So
 * something was left out only if two of its first n + 1 states have the same signature: these are
 * n(n+1)/2 pairs, and for each pair the probability is 2^-bits over the choice of the function,
 * since the functions of `hashTable` are universal (J. L. Carter, M. N. Wegman: Universal Classes of
 * Hash Functions, 1979). To keep signatures in place of states is hash compaction (P. Wolper,
 * D. Leroy: Reliable Hashing without Collision Detection, 1993; U. Stern, D. L. Dill: Improved
 * Probabilistic Verification by Hash Compaction, 1995).
 */
export function omissionProbability(states: number, bits: number): number {
  return Math.min(1, (states * (states + 1)) / 2 ** (bits + 1));
}

/** Values of a byte. */
const BYTES = 256;

/**
 * The tables of the hash function that `seed` draws: for each byte of a state, and each value of it,
 * the two words that are combined by exclusive or. Two states that differ have each pair of words
 * with the same probability.
 */
export function hashTable(seed: string, words: number): Int32Array {
  const length = words * 4 * BYTES * 2;
  const random = createHash("shake256", { outputLength: 4 * length })
    .update(seed)
    .digest();
  return Int32Array.from({ length }, (_, index) => random.readInt32LE(4 * index));
}

/** Where the words for byte number `byte` begin in the table. */
export function tableOffset(byte: number): number {
  return byte * BYTES * 2;
}

/** The bits of a signature in its two words: the lowest one of the first is always set. */
export function signatureMasks(bits: number): { readonly low: number; readonly high: number } {
  const mask = (count: number): number =>
    count >= 32 ? -1 : count <= 0 ? 0 : (2 ** count - 1) | 0;
  return { low: mask(Math.min(bits, 31) + 1) & ~1, high: mask(bits - 31) };
}
