/** Operators on two operands. `least` and `greatest` are `Math.min` and `Math.max`. */
export type BinaryOperator =
  | "and"
  | "or"
  | "equal"
  | "unequal"
  | "less"
  | "atMost"
  | "plus"
  | "minus"
  | "times"
  | "least"
  | "greatest";

/** One step into a value: a field of a record, or an item of an array. */
export type PathStep =
  | { readonly kind: "field"; readonly name: string }
  | { readonly kind: "item"; readonly index: Expression };

/** `name: value` of a record. */
export interface FieldValue {
  readonly name: string;
  readonly value: Expression;
}

/**
 * The expressions of a model: pure, total where the model is right, and without any notion of
 * TypeScript or TLA+. Arrays are indexed from 0.
 */
export type Expression =
  | { readonly kind: "literal"; readonly value: boolean | number | string | null }
  /** A constant of the model. */
  | { readonly kind: "constant"; readonly name: string }
  /** A state variable, in the state before the step. */
  | { readonly kind: "variable"; readonly name: string }
  /** A parameter, or a name bound by `let`, `generate` or `quantifier`. */
  | { readonly kind: "local"; readonly name: string }
  | { readonly kind: "field"; readonly of: Expression; readonly name: string }
  | { readonly kind: "item"; readonly of: Expression; readonly index: Expression }
  | { readonly kind: "length"; readonly of: Expression }
  /** The greatest element of a constant sequence of numbers. */
  | { readonly kind: "maximum"; readonly of: Expression }
  | { readonly kind: "not"; readonly of: Expression }
  | {
      readonly kind: "binary";
      readonly operator: BinaryOperator;
      readonly left: Expression;
      readonly right: Expression;
    }
  | {
      readonly kind: "if";
      readonly condition: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
    }
  | {
      readonly kind: "let";
      readonly name: string;
      readonly value: Expression;
      readonly body: Expression;
    }
  | { readonly kind: "record"; readonly fields: readonly FieldValue[] }
  | { readonly kind: "array"; readonly items: readonly Expression[] }
  /** `of` with the part at `path` replaced. */
  | {
      readonly kind: "with";
      readonly of: Expression;
      readonly path: readonly PathStep[];
      readonly value: Expression;
    }
  /** The array of `length` items whose item number `index` is `item`. */
  | {
      readonly kind: "generate";
      readonly index: string;
      readonly length: Expression;
      readonly item: Expression;
    }
  /** Over all indices below `length`: whether all, or some, satisfy `body`, or how many do. */
  | {
      readonly kind: "quantifier";
      readonly quantifier: "all" | "some" | "count";
      readonly index: string;
      readonly length: Expression;
      readonly body: Expression;
    }
  | { readonly kind: "call"; readonly operator: string; readonly args: readonly Expression[] };

export const TRUE: Expression = { kind: "literal", value: true };
export const FALSE: Expression = { kind: "literal", value: false };

export function literal(value: boolean | number | string | null): Expression {
  return { kind: "literal", value };
}

export function local(name: string): Expression {
  return { kind: "local", name };
}

export function binary(operator: BinaryOperator, left: Expression, right: Expression): Expression {
  return { kind: "binary", operator, left, right };
}

/** The operands of nested `and`s or `or`s, from left to right. */
export function operands(operator: "and" | "or", expression: Expression): readonly Expression[] {
  if (expression.kind !== "binary" || expression.operator !== operator) return [expression];
  return [...operands(operator, expression.left), ...operands(operator, expression.right)];
}

/**
 * Whether the expression is a constant of the model or a part of one. An array there may be counted
 * otherwise by a target than all other arrays.
 */
export function rootsAtConstant(expression: Expression): boolean {
  switch (expression.kind) {
    case "constant":
      return true;
    case "item":
    case "field":
      return rootsAtConstant(expression.of);
    default:
      return false;
  }
}
