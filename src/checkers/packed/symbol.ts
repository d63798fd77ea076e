import { isArrayValue, isRecordValue, type Value } from "../../compiler/ir/value.js";
import type { Code } from "./code.js";

/**
 * What is known of a value of the model while its code is made: its structure entirely, its scalars
 * as code. Nothing of records, unions and arrays is left in the code itself.
 */
export type Symbolic =
  | { readonly kind: "boolean"; readonly code: Code }
  | { readonly kind: "integer"; readonly code: Code }
  /** A string, as its number among all strings of the model. */
  | { readonly kind: "string"; readonly code: Code }
  | { readonly kind: "null" }
  /** Never defined, whatever the state: any value will do for it. */
  | { readonly kind: "undefined" }
  /** `null` where `isNull`, else `value`. */
  | { readonly kind: "nullable"; readonly isNull: Code; readonly value: Symbolic }
  /** Of a union: the fields of all its variants; which of them are there, the tag decides. */
  | { readonly kind: "record"; readonly fields: ReadonlyMap<string, Symbolic> }
  | SymbolicArray;

export interface SymbolicArray {
  readonly kind: "array";
  /** As many as there can be; `length` is how many there are. */
  readonly items: readonly Symbolic[];
  readonly length: Code;
  /** All items in the bits of one number, where items are small and alike. */
  readonly packed?: PackedItems;
}

export interface PackedItems {
  readonly code: Code;
  /** Bits an item. */
  readonly width: number;
  /** Values an item can have: the bits hold 0 to `size - 1`. */
  readonly size: number;
  /** An item from its bits. */
  fromBits(bits: Code): Symbolic;
  /** The bits of an item, and whether it is one of the values that they can hold. */
  toBits(item: Symbolic): { readonly bits: Code; readonly fits: Code };
}

/** A value, and where it is defined at all: elsewhere the model reads outside of an array. */
export interface Partial {
  readonly value: Symbolic;
  readonly defined: Code;
}

/** Numbers the strings of a model, so that comparing them is comparing numbers. */
export class StringNumbers {
  readonly #numbers = new Map<string, number>();

  numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(text, number);
    return number;
  }
}

/** The constants that symbols are made of. */
export interface Constants {
  constant(value: number): Code;
  truth(value: boolean): Code;
}

/** The symbol of a value that is known. */
export function symbolOf(value: Value, constants: Constants, strings: StringNumbers): Symbolic {
  if (typeof value === "boolean") return { kind: "boolean", code: constants.truth(value) };
  if (typeof value === "number") return { kind: "integer", code: constants.constant(value) };
  if (typeof value === "string") {
    return { kind: "string", code: constants.constant(strings.numberOf(value)) };
  }
  if (value === null) return { kind: "null" };
  if (isArrayValue(value)) {
    const items = value.map((item) => symbolOf(item, constants, strings));
    return { kind: "array", items, length: constants.constant(items.length) };
  }
  if (!isRecordValue(value)) throw new TypeError("a value of no kind");
  const fields = Object.entries(value).map(
    ([name, field]) => [name, symbolOf(field, constants, strings)] as const,
  );
  return { kind: "record", fields: new Map(fields) };
}
