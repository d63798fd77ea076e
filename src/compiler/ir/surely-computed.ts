import { sameExpression } from "./equality.js";
import type { Expression } from "./expression.js";
import { local } from "./expression.js";
import type { Operator } from "./model.js";
import type { Step } from "./step.js";

function isSame(expression: Expression, wanted: Expression): boolean {
  if (expression.kind !== wanted.kind) return false;
  if (expression.kind === "local" && wanted.kind === "local") {
    return expression.name === wanted.name;
  }
  return sameExpression(expression, wanted);
}

/**
 * Tells what is computed whenever something else is, where a name stands for what it is bound to
 * and an argument is computed when its parameter is needed: so TLC evaluates TLA+.
 */
export class SurelyComputed {
  readonly #needed = new Map<string, readonly boolean[]>();

  /** @param operators each uses only those before it */
  constructor(operators: readonly Operator[]) {
    for (const { name, parameters, body } of operators) {
      this.#needed.set(
        name,
        parameters.map((parameter) => this.inExpression(body, local(parameter))),
      );
    }
  }

  /** Whether the operator surely needs its parameter number `index`. */
  needs(operator: string, index: number): boolean {
    return this.#needed.get(operator)?.[index] === true;
  }

  /** Whether `wanted` is computed whenever `expression` is. */
  inExpression(expression: Expression, wanted: Expression): boolean {
    if (isSame(expression, wanted)) return true;
    const inner = (part: Expression): boolean => this.inExpression(part, wanted);
    switch (expression.kind) {
      case "literal":
      case "constant":
      case "variable":
      case "local":
        return false;
      case "field":
      case "length":
      case "maximum":
      case "not":
        return inner(expression.of);
      case "item":
        return inner(expression.of) || inner(expression.index);
      case "binary": {
        const isLazy = expression.operator === "and" || expression.operator === "or";
        return inner(expression.left) || (!isLazy && inner(expression.right));
      }
      case "if":
        return (
          inner(expression.condition) || (inner(expression.whenTrue) && inner(expression.whenFalse))
        );
      case "let":
        return (
          inner(expression.body) ||
          (inner(expression.value) && this.inExpression(expression.body, local(expression.name)))
        );
      case "record":
        return expression.fields.some((field) => inner(field.value));
      case "array":
        return expression.items.some(inner);
      case "with":
        // `EXCEPT` leaves its value alone where an array has no such item.
        return (
          inner(expression.of) ||
          expression.path.some((step) => step.kind === "item" && inner(step.index)) ||
          (expression.path.every((step) => step.kind === "field") && inner(expression.value))
        );
      case "generate":
      case "quantifier":
        return inner(expression.length);
      case "call":
        return expression.args.some(
          (arg, index) => this.needs(expression.operator, index) && inner(arg),
        );
    }
  }

  /** Whether `wanted` is computed whenever it is computed what `step` does. */
  inStep(step: Step, wanted: Expression): boolean {
    switch (step.kind) {
      case "disabled":
        return false;
      case "update":
        return step.updates.some(({ value }) => this.inExpression(value, wanted));
      case "if":
        return (
          this.inExpression(step.condition, wanted) ||
          (this.inStep(step.whenTrue, wanted) && this.inStep(step.whenFalse, wanted))
        );
      case "let":
        return (
          this.inStep(step.body, wanted) ||
          (this.inExpression(step.value, wanted) && this.inStep(step.body, local(step.name)))
        );
    }
  }
}
