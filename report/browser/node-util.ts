import { canonicalText } from "../../src/checkers/explore/state-keys.js";

/** In place of Node's, for plain data as models are made of. */
export function isDeepStrictEqual(left: unknown, right: unknown): boolean {
  return left === right || canonicalText(left) === canonicalText(right);
}
