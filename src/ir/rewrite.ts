import type { Expression } from "./expression.js";
import type { Model } from "./model.js";
import type { Step } from "./step.js";

/** What to make of the parts of a model: each is given as it is, and with its own parts rewritten. */
export interface Rewriting {
  readonly expression: (original: Expression, rewritten: Expression) => Expression;
  readonly step: (original: Step, rewritten: Step) => Step;
}

/** `expression` with everything in it rewritten, from the inside out. */
export function rewriteExpression(expression: Expression, rewriting: Rewriting): Expression {
  return rewriting.expression(expression, withRewrittenParts(expression, rewriting));
}

function withRewrittenParts(expression: Expression, rewriting: Rewriting): Expression {
  const inner = (part: Expression): Expression => rewriteExpression(part, rewriting);
  switch (expression.kind) {
    case "literal":
    case "constant":
    case "variable":
    case "local":
      return expression;
    case "field":
    case "length":
    case "maximum":
    case "not":
      return { ...expression, of: inner(expression.of) };
    case "item":
      return { ...expression, of: inner(expression.of), index: inner(expression.index) };
    case "binary":
      return { ...expression, left: inner(expression.left), right: inner(expression.right) };
    case "if":
      return {
        ...expression,
        condition: inner(expression.condition),
        whenTrue: inner(expression.whenTrue),
        whenFalse: inner(expression.whenFalse),
      };
    case "let":
      return { ...expression, value: inner(expression.value), body: inner(expression.body) };
    case "record":
      return {
        ...expression,
        fields: expression.fields.map(({ name, value }) => ({ name, value: inner(value) })),
      };
    case "array":
      return { ...expression, items: expression.items.map(inner) };
    case "with":
      return {
        ...expression,
        of: inner(expression.of),
        path: expression.path.map((step) =>
          step.kind === "item" ? { ...step, index: inner(step.index) } : step,
        ),
        value: inner(expression.value),
      };
    case "generate":
      return { ...expression, length: inner(expression.length), item: inner(expression.item) };
    case "quantifier":
      return { ...expression, length: inner(expression.length), body: inner(expression.body) };
    case "call":
      return { ...expression, args: expression.args.map(inner) };
  }
}

/** `step` with everything in it rewritten, from the inside out. */
export function rewriteStep(step: Step, rewriting: Rewriting): Step {
  const expression = (part: Expression): Expression => rewriteExpression(part, rewriting);
  const inner = (part: Step): Step => rewriteStep(part, rewriting);
  switch (step.kind) {
    case "disabled":
      return rewriting.step(step, step);
    case "update":
      return rewriting.step(step, {
        ...step,
        updates: step.updates.map(({ variable, value }) => ({
          variable,
          value: expression(value),
        })),
      });
    case "if":
      return rewriting.step(step, {
        ...step,
        condition: expression(step.condition),
        whenTrue: inner(step.whenTrue),
        whenFalse: inner(step.whenFalse),
      });
    case "let":
      return rewriting.step(step, {
        ...step,
        value: expression(step.value),
        body: inner(step.body),
      });
  }
}

/**
 * The model with its behaviour rewritten: initial values, operators and actions. Its types and its
 * invariants stay, and so do the places, which are those of the original's parts.
 */
export function rewriteBehaviour(model: Model, rewriting: Rewriting): Model {
  return {
    ...model,
    variables: model.variables.map((variable) => ({
      ...variable,
      initial: rewriteExpression(variable.initial, rewriting),
    })),
    operators: model.operators.map((operator) => ({
      ...operator,
      body: rewriteExpression(operator.body, rewriting),
    })),
    actions: model.actions.map((action) => ({
      ...action,
      step: rewriteStep(action.step, rewriting),
    })),
  };
}
