import type { Expression } from "./expression.js";
import type { Step } from "./step.js";
import { boundName, someExpression, stepExpressions, subexpressions } from "./walk.js";

/** Whether the local `name` occurs in `expression`. A model binds each name once in a scope. */
export function mentions(expression: Expression, name: string): boolean {
  return someExpression(expression, (part) => part.kind === "local" && part.name === name);
}

/** Every name that is bound anywhere in `expression`. */
export function boundNames(expression: Expression): readonly string[] {
  const own = boundName(expression);
  const inner = subexpressions(expression).flatMap(boundNames);
  return own === null ? inner : [own, ...inner];
}

/** Whether the local `name` occurs in the step. */
export function stepMentions(step: Step, name: string): boolean {
  return stepExpressions(step).some((expression) => mentions(expression, name));
}
