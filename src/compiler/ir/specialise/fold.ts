import { sameExpression } from "../equality.js";
import { type Expression, literal } from "../expression.js";
import { negate } from "../negate.js";
import { mentions, stepMentions } from "../references.js";
import { type Rewriting, rewriteExpression, rewriteStep } from "../rewrite.js";
import type { Step, Update } from "../step.js";
import type { Total } from "./total.js";

/**
 * `expression` with what its parts decide decided; its parts are folded already. What may be undefined
 * is never dropped: an expression fails wherever it failed before, as its source does, which computes
 * each constant where it stands. So a name may go, but not the `let` of a value that may fail.
 */
export function fold(expression: Expression, isTotal: Total): Expression {
  switch (expression.kind) {
    case "not":
      return expression.of.kind === "literal" || expression.of.kind === "not"
        ? negate(expression.of)
        : expression;
    case "binary":
      return foldBinary(expression, isTotal);
    case "if": {
      const { condition, whenTrue, whenFalse } = expression;
      if (condition.kind === "literal") return condition.value === true ? whenTrue : whenFalse;
      if (isTotal(condition) && sameExpression(whenTrue, whenFalse)) return whenTrue;
      return foldBooleanIf(expression);
    }
    case "let": {
      const { name, value, body } = expression;
      if (isName(value)) return replaceLocal(body, name, value, isTotal);
      return isTotal(value) && !mentions(body, name) ? body : expression;
    }
    case "field": {
      const { of, name } = expression;
      if (of.kind !== "record" || !of.fields.every((field) => isTotal(field.value)))
        return expression;
      return of.fields.find((field) => field.name === name)?.value ?? expression;
    }
    case "quantifier": {
      const { quantifier, body } = expression;
      if (quantifier === "count" || body.kind !== "literal") return expression;
      const isVacuous = (quantifier === "all") === (body.value === true);
      return isVacuous && isTotal(expression.length) ? body : expression;
    }
    default:
      return expression;
  }
}

/** `step` with what its parts decide decided; its parts are folded already. */
export function foldStep(step: Step, isTotal: Total): Step {
  switch (step.kind) {
    case "disabled":
      return step;
    case "update":
      return step.updates.some(isIdentity)
        ? { ...step, updates: step.updates.filter((update) => !isIdentity(update)) }
        : step;
    case "if": {
      const { condition, whenTrue, whenFalse } = step;
      if (condition.kind === "literal") return condition.value === true ? whenTrue : whenFalse;
      return isTotal(condition) && sameStep(whenTrue, whenFalse) ? whenTrue : step;
    }
    case "let": {
      const { name, value, body } = step;
      if (isName(value) || (body.kind === "update" && isUsedOnce(body, name))) {
        return replaceLocalInStep(body, name, value, isTotal);
      }
      return isTotal(value) && (body.kind === "disabled" || !stepMentions(body, name))
        ? body
        : step;
    }
  }
}

function isIdentity({ variable, value }: Update): boolean {
  return value.kind === "variable" && value.name === variable;
}

/** Whether the local is no more than the value of one update, and needs no name. */
function isUsedOnce({ updates }: Step & { readonly kind: "update" }, name: string): boolean {
  const users = updates.filter(({ value }) => mentions(value, name));
  return users.length === 1 && users[0]?.value.kind === "local";
}

function sameStep(left: Step, right: Step): boolean {
  return left.kind === right.kind && JSON.stringify(left) === JSON.stringify(right);
}

/** Whether the expression is as short as a name for it. */
function isName({ kind }: Expression): boolean {
  return kind === "literal" || kind === "constant" || kind === "variable" || kind === "local";
}

function foldBinary(
  expression: Expression & { readonly kind: "binary" },
  isTotal: Total,
): Expression {
  const { operator, left, right } = expression;
  switch (operator) {
    case "and":
    case "or": {
      const neutral = operator === "and";
      if (left.kind === "literal") return left.value === neutral ? right : left;
      if (right.kind !== "literal") {
        return isTotal(left) && sameExpression(left, right) ? left : expression;
      }
      if (right.value === neutral) return left;
      return isTotal(left) ? right : expression;
    }
    case "equal":
    case "unequal": {
      const isEqual = operator === "equal";
      if (left.kind === "literal" && right.kind === "literal") {
        return literal((left.value === right.value) === isEqual);
      }
      if (isTotal(left) && sameExpression(left, right)) return literal(isEqual);
      for (const [one, other] of [
        [left, right],
        [right, left],
      ] as const) {
        if (one.kind === "literal" && typeof one.value === "boolean") {
          return one.value === isEqual ? other : fold({ kind: "not", of: other }, isTotal);
        }
      }
      return expression;
    }
    default:
      return foldArithmetic(expression);
  }
}

function foldArithmetic(expression: Expression & { readonly kind: "binary" }): Expression {
  const { operator, left, right } = expression;
  if (left.kind !== "literal" || right.kind !== "literal") {
    const isZero = (one: Expression): boolean => one.kind === "literal" && one.value === 0;
    if (operator === "plus" && isZero(left)) return right;
    if ((operator === "plus" || operator === "minus") && isZero(right)) return left;
    return expression;
  }
  const [a, b] = [left.value, right.value];
  if (typeof a !== "number" || typeof b !== "number") return expression;
  switch (operator) {
    case "less":
      return literal(a < b);
    case "atMost":
      return literal(a <= b);
    case "plus":
      return literal(a + b);
    case "minus":
      return literal(a - b);
    case "times":
      return literal(a * b);
    case "least":
      return literal(Math.min(a, b));
    case "greatest":
      return literal(Math.max(a, b));
    default:
      return expression;
  }
}

/** A choice between true and false is its condition, or the negation of that. */
function foldBooleanIf(expression: Expression & { readonly kind: "if" }): Expression {
  const { condition, whenTrue, whenFalse } = expression;
  const is = (one: Expression, value: boolean): boolean =>
    one.kind === "literal" && one.value === value;
  if (is(whenTrue, true) && is(whenFalse, false)) return condition;
  if (is(whenTrue, false) && is(whenFalse, true)) return negate(condition);
  return expression;
}

/** `body` with `value` in the place of the local `name`, folded again where something changed. */
function replaceLocal(
  body: Expression,
  name: string,
  value: Expression,
  isTotal: Total,
): Expression {
  return mentions(body, name) ? rewriteExpression(body, replacing(name, value, isTotal)) : body;
}

function replaceLocalInStep(body: Step, name: string, value: Expression, isTotal: Total): Step {
  return stepMentions(body, name) ? rewriteStep(body, replacing(name, value, isTotal)) : body;
}

function replacing(name: string, value: Expression, isTotal: Total): Rewriting {
  return {
    expression: (original, rewritten) =>
      original.kind === "local" && original.name === name ? value : fold(rewritten, isTotal),
    step: (_, rewritten) => foldStep(rewritten, isTotal),
  };
}
