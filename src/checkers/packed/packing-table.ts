import { instantiate } from "../../compiler/ir/instance.js";
import type { Model } from "../../compiler/ir/model.js";
import type { ConstantValues } from "../../compiler/ir/value.js";
import { layoutOf } from "./layout.js";

/** Where one part of the state is kept. */
export interface PackingRow {
  /** A variable, or a part of one: `position`, `active[0][1]`, `policyMemory.swallowNmi`. */
  readonly part: string;
  /** How many values it can have. */
  readonly values: number;
  readonly bits: number;
  /** Which word of 32 bits, counted from 0. */
  readonly word: number;
  /** The place of its lowest bit in the word, counted from 0. */
  readonly shift: number;
}

/** How a state of a model is packed in one configuration. */
export interface Packing {
  readonly rows: readonly PackingRow[];
  /** Bits in use. */
  readonly bits: number;
  /** Words of 32 bits that each state takes. */
  readonly words: number;
}

/** What `nmicheck explain --packing` shows. Throws as `compileForExploration` does. */
export function explainPacking(model: Model, constants: ConstantValues): Packing {
  const { fields, bits, words } = layoutOf(instantiate(model, constants));
  const rows = fields.map(({ name, size, width, word, shift }): PackingRow => {
    return { part: name, values: size, bits: width, word, shift };
  });
  return { rows, bits, words };
}
