/**
 * Asked before memory is taken: whether `bytes` more may be; less than 0 gives memory back. Throws,
 * and takes nothing, where there must be no more; always for an infinite number of bytes.
 */
export type Allowance = (bytes: number) => void;

/**
 * New words, all 0.
 *
 * @throws what `allow` throws, also where the machine has not as much memory as is allowed
 */
export function allocateWords(words: number, allow: Allowance): Int32Array {
  allow(4 * words);
  try {
    return new Int32Array(words);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    allow(-4 * words);
    allow(Number.POSITIVE_INFINITY);
    throw error;
  }
}
