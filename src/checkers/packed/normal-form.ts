import type { BitField } from "./bit-field.js";
import { lowBits } from "./bit-field.js";
import { canonicalState, type SymmetricFields } from "./canonical-state.js";
import type { StateBits } from "./state-bits.js";

/** The bits that matter, by the value of a field. */
export interface LiveBits {
  readonly control: BitField;
  readonly masks: readonly StateBits[];
}

/** What all states that an exploration does not tell apart have in common. */
export interface NormalForm {
  readonly symmetric: SymmetricFields;
  /** Null where every bit matters everywhere. */
  readonly live: LiveBits | null;
}

/** The one state that is explored for all those that are not told apart from this one. */
export function normalState({ symmetric, live }: NormalForm, words: Int32Array): Int32Array {
  const canonical = canonicalState(symmetric, words);
  if (live === null) return canonical;
  const { word, shift, width } = live.control;
  const masks = live.masks[((canonical[word] ?? 0) >>> shift) & lowBits(width)];
  return masks === undefined
    ? canonical
    : canonical.map((bits, index) => bits & (masks[index] ?? 0));
}
