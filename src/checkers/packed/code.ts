import type { BitField } from "./bit-field.js";

/** Operators on two numbers; truth is 1 and falsehood 0. */
export type CodeOperator =
  | "add"
  | "subtract"
  | "multiply"
  | "least"
  | "greatest"
  | "equal"
  | "less"
  | "and"
  | "or";

/** What every node knows: a number of its own in its factory, and bounds of its value. */
interface Node {
  readonly id: number;
  readonly low: number;
  readonly high: number;
}

/** A constant number. */
export interface ConstantCode extends Node {
  readonly op: "constant";
  readonly value: number;
}

/**
 * A computation of one number from the words of a packed state: what is left of an expression of the
 * model when everything known has been computed. Equal computations of one factory are one object,
 * so that shared work shows as shared nodes.
 */
export type Code =
  | ConstantCode
  /** The bits of a field in the state before the step. */
  | (Node & { readonly op: "field"; readonly field: BitField })
  | (Node & { readonly op: CodeOperator; readonly left: Code; readonly right: Code })
  | (Node & { readonly op: "not"; readonly of: Code })
  | (Node & {
      readonly op: "select";
      readonly condition: Code;
      readonly whenTrue: Code;
      readonly whenFalse: Code;
    })
  /** Item number `index` of `values`. */
  | (Node & { readonly op: "table"; readonly index: Code; readonly values: readonly number[] })
  /** The `width` bits of `of` from bit `width * index` on. */
  | (Node & {
      readonly op: "extract";
      readonly of: Code;
      readonly index: Code;
      readonly width: number;
      readonly size: number;
    })
  /** `of` with the `width` bits from bit `width * index` on replaced by `value`. */
  | (Node & {
      readonly op: "insert";
      readonly of: Code;
      readonly index: Code;
      readonly width: number;
      readonly value: Code;
    });

/** A node before it has an identity. */
export type Unidentified<T = Code> = T extends Code ? Omit<T, "id"> : never;

/** The nodes that `code` is computed from, one level down. */
export function operandsOf(code: Code): readonly Code[] {
  switch (code.op) {
    case "constant":
    case "field":
      return [];
    case "not":
      return [code.of];
    case "select":
      return [code.condition, code.whenTrue, code.whenFalse];
    case "table":
      return [code.index];
    case "extract":
      return [code.of, code.index];
    case "insert":
      return [code.of, code.index, code.value];
    default:
      return [code.left, code.right];
  }
}

/** Whether `code` is a truth value: 0 or 1. */
export function isTruth(code: Code): boolean {
  return code.low >= 0 && code.high <= 1;
}
