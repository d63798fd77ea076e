import type { Expression } from "../expression.js";
import type { Model } from "../model.js";
import { subexpressions } from "../walk.js";
import { type Inner, itemsInRange, withIndex } from "./in-range.js";

/** Tells whether an expression has a value wherever it stands. */
export type Total = (expression: Expression) => boolean;

/**
 * Tells, as far as that is seen from its shape and from types, whether an expression has a value
 * wherever it stands: it looks up no item of an array that may not be there, nor calls an operator
 * that does. A field that is read is there, which the types of the front end make sure of.
 */
export function totality(model: Model): Total {
  const known = totalities.get(model) ?? totalityOf(model);
  totalities.set(model, known);
  return known;
}

/** A model is asked about again by whatever makes it smaller. */
const totalities = new WeakMap<Model, Total>();

function totalityOf(model: Model): Total {
  const total = new Set<string>();
  const isInRange = itemsInRange(model);
  const isTotal = (expression: Expression, inner: Inner): boolean => {
    const part = (one: Expression): boolean => isTotal(one, inner);
    switch (expression.kind) {
      case "item":
        return isInRange(expression.of, expression.index, inner);
      case "with": {
        const [first, ...rest] = expression.path;
        return (
          (first?.kind !== "item" || isInRange(expression.of, first.index, inner)) &&
          rest.every((step) => step.kind === "field") &&
          part(expression.of) &&
          part(expression.value)
        );
      }
      case "generate":
      case "quantifier": {
        const { index, length } = expression;
        const body = expression.kind === "generate" ? expression.item : expression.body;
        return part(length) && isTotal(body, withIndex(inner, index, length));
      }
      case "call":
        return total.has(expression.operator) && expression.args.every(part);
      default:
        return subexpressions(expression).every(part);
    }
  };
  for (const { name, body } of model.operators) if (isTotal(body, NONE)) total.add(name);
  return (expression) => isTotal(expression, NONE);
}

const NONE: Inner = new Map();
