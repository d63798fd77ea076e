import { sameExpression } from "../ir/equality.js";
import { binary, type Expression, operands } from "../ir/expression.js";
import { negate } from "../ir/negate.js";

/** How the user writes a conjunction or a disjunction. */
export type Reading =
  /** `x \in {a, b}` or `x \notin {a, b}`. */
  | {
      readonly kind: "membership";
      readonly subject: Expression;
      readonly values: readonly Expression[];
      readonly symbol: "\\in" | "\\notin";
    }
  /** `premise => conclusion`. */
  | {
      readonly kind: "implication";
      readonly premise: Expression;
      readonly conclusion: Expression;
    }
  /** `~(of)`. */
  | { readonly kind: "denial"; readonly of: Expression }
  | {
      readonly kind: "junction";
      readonly symbol: "/\\" | "\\/";
      readonly parts: readonly Expression[];
    };

export type Junction = Extract<Expression, { kind: "binary" }> & {
  readonly operator: "and" | "or";
};

export function isJunction(expression: Expression): expression is Junction {
  return (
    expression.kind === "binary" && (expression.operator === "and" || expression.operator === "or")
  );
}

/**
 * The reading of a junction: `~a \/ b` is `a => b`, and `~a \/ ~b` is `~(a /\ b)`. The operands
 * keep their order, in which TLC evaluates them.
 */
export function readJunction(expression: Junction): Reading {
  const membership = asMembership(expression);
  if (membership !== null) return membership;
  const parts = operands(expression.operator, expression);
  if (expression.operator === "and") return { kind: "junction", symbol: "/\\", parts };
  const [first] = parts;
  if (parts.every(isNegative)) return { kind: "denial", of: conjunction(parts.map(negate)) };
  if (first !== undefined && isNegative(first)) return asImplication(parts);
  return { kind: "junction", symbol: "\\/", parts };
}

/** All parts of a disjunction but the last as what must be false for the last to matter. */
export function asImplication(
  parts: readonly Expression[],
): Extract<Reading, { kind: "implication" }> {
  const conclusion = parts.at(-1);
  if (conclusion === undefined || parts.length < 2) {
    throw new Error("a disjunction has two operands at least");
  }
  return {
    kind: "implication",
    premise: conjunction(parts.slice(0, -1).map(negate)),
    conclusion,
  };
}

function conjunction(parts: readonly Expression[]): Expression {
  return parts.reduce((left, right) => binary("and", left, right));
}

/** Whether the expression says that something is not so. */
function isNegative(expression: Expression): boolean {
  if (expression.kind === "not") return true;
  if (expression.kind === "quantifier") {
    return expression.quantifier === "all" && isNegative(expression.body);
  }
  if (isJunction(expression)) return asMembership(expression)?.symbol === "\\notin";
  return expression.kind === "binary" && expression.operator === "unequal";
}

/** `x = a \/ x = b` as `x \in {a, b}`, and `x # a /\ x # b` as `x \notin {a, b}`. */
export function asMembership(
  expression: Expression,
): Extract<Reading, { kind: "membership" }> | null {
  if (!isJunction(expression)) return null;
  const { operator } = expression;
  const parts = operands(operator, expression);
  const wanted = operator === "or" ? "equal" : "unequal";
  const [first] = parts;
  if (first?.kind !== "binary") return null;
  const values: Expression[] = [];
  for (const part of parts) {
    if (part.kind !== "binary" || part.operator !== wanted) return null;
    if (part.right.kind !== "literal" || !sameExpression(part.left, first.left)) return null;
    values.push(part.right);
  }
  const symbol = operator === "or" ? "\\in" : "\\notin";
  return { kind: "membership", subject: first.left, values, symbol };
}
