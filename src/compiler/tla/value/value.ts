/** A value as TLC prints it in a state. */
export type TlaValue =
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "integer"; readonly value: number }
  | { readonly kind: "string"; readonly value: string }
  /** A model value of the `.cfg`, equal only to itself. */
  | { readonly kind: "modelValue"; readonly name: string }
  /** A tuple or sequence; TLC prints every function with the domain 1..n so. */
  | { readonly kind: "tuple"; readonly items: readonly TlaValue[] }
  | { readonly kind: "set"; readonly items: readonly TlaValue[] }
  /** A set of consecutive integers that TLC has not enumerated: `1..3`. */
  | { readonly kind: "interval"; readonly low: number; readonly high: number }
  | { readonly kind: "record"; readonly fields: readonly RecordField[] }
  | { readonly kind: "function"; readonly entries: readonly FunctionEntry[] };

export interface RecordField {
  readonly name: string;
  readonly value: TlaValue;
}

export interface FunctionEntry {
  readonly argument: TlaValue;
  readonly result: TlaValue;
}
