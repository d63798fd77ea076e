import { type AbstractValue, ANY_NUMBER, type IntegerShape, type Shape } from "./abstract-value.js";
import type { BinaryOperator } from "./expression.js";

/** The operators that make a number of two. */
export type Arithmetic = Extract<BinaryOperator, "plus" | "minus" | "times" | "least" | "greatest">;

export function exactly(value: number): IntegerShape {
  return { kind: "integer", low: value, high: value, below: new Set() };
}

/** What is known of an index of an array with this length. */
export function indexBelow({ id, shape }: AbstractValue): IntegerShape {
  const high = numeric(shape).high;
  return { kind: "integer", low: 0, high: high === null ? null : high - 1, below: new Set([id]) };
}

/** The shape as that of a number: nothing is known of what is none. */
export function numeric(shape: Shape): IntegerShape {
  return shape.kind === "integer" ? shape : ANY_NUMBER;
}

/** What is known of the result of an operation. */
export function combine(
  operator: Arithmetic,
  left: AbstractValue,
  right: AbstractValue,
): IntegerShape {
  const [a, b] = [numeric(left.shape), numeric(right.shape)];
  switch (operator) {
    case "plus":
      return range(sum(a.low, b.low), sum(a.high, b.high));
    case "minus": {
      const low = sum(a.low, negative(b.high));
      const high = sum(a.high, negative(b.low));
      const isLess = b.low !== null && b.low > 0;
      const isNoMore = b.low !== null && b.low >= 0;
      const below = [...(isLess ? [left.id] : []), ...(isNoMore ? a.below : [])];
      return range(low, high, below);
    }
    case "times": {
      const corners = [a.low, a.high].flatMap((one) =>
        [b.low, b.high].map((other) => (one === null || other === null ? null : one * other)),
      );
      const known = corners.filter((corner) => corner !== null);
      if (known.length < corners.length) return ANY_NUMBER;
      return range(Math.min(...known), Math.max(...known));
    }
    case "least":
      return range(
        a.low === null || b.low === null ? null : Math.min(a.low, b.low),
        anyOf(a.high, b.high, Math.min),
        [...a.below, ...b.below],
      );
    case "greatest":
      return range(
        anyOf(a.low, b.low, Math.max),
        a.high === null || b.high === null ? null : Math.max(a.high, b.high),
        [...a.below].filter((id) => b.below.has(id)),
      );
  }
}

function range(
  low: number | null,
  high: number | null,
  below: readonly number[] = [],
): IntegerShape {
  return { kind: "integer", low, high, below: new Set(below) };
}

function sum(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : one + other;
}

function negative(value: number | null): number | null {
  return value === null ? null : -value;
}

/** The better of two bounds of which each is one. */
function anyOf(
  one: number | null,
  other: number | null,
  better: (one: number, other: number) => number,
): number | null {
  if (one === null || other === null) return one ?? other;
  return better(one, other);
}
