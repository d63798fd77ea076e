import type { Expression } from "./expression.js";
import type { Model } from "./model.js";
import type { Step } from "./step.js";

/** What to make of the parts of a model: each is given as it is, and with its own parts rewritten. */
export interface Rewriting {
  readonly expression: (original: Expression, rewritten: Expression) => Expression;
  readonly step: (original: Step, rewritten: Step) => Step;
}

/** `expression` with everything in it rewritten, from the inside out; itself where nothing changed. */
export function rewriteExpression(expression: Expression, rewriting: Rewriting): Expression {
  const inner = (part: Expression): Expression => rewriteExpression(part, rewriting);
  return rewriting.expression(expression, withParts(expression, inner));
}

/** `expression` with each of its own parts as `inner` has it; itself where all stay as they are. */
export function withParts(
  expression: Expression,
  inner: (part: Expression) => Expression,
): Expression {
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
      return changed(expression, { of: inner(expression.of) });
    case "item":
      return changed(expression, { of: inner(expression.of), index: inner(expression.index) });
    case "binary":
      return changed(expression, { left: inner(expression.left), right: inner(expression.right) });
    case "if":
      return changed(expression, {
        condition: inner(expression.condition),
        whenTrue: inner(expression.whenTrue),
        whenFalse: inner(expression.whenFalse),
      });
    case "let":
      return changed(expression, { value: inner(expression.value), body: inner(expression.body) });
    case "record":
      return changed(expression, {
        fields: each(expression.fields, (field) => changed(field, { value: inner(field.value) })),
      });
    case "array":
      return changed(expression, { items: each(expression.items, (item) => inner(item)) });
    case "with":
      return changed(expression, {
        of: inner(expression.of),
        path: each(expression.path, (step) =>
          step.kind === "item" ? changed(step, { index: inner(step.index) }) : step,
        ),
        value: inner(expression.value),
      });
    case "generate":
      return changed(expression, {
        length: inner(expression.length),
        item: inner(expression.item),
      });
    case "quantifier":
      return changed(expression, {
        length: inner(expression.length),
        body: inner(expression.body),
      });
    case "call":
      return changed(expression, { args: each(expression.args, (arg) => inner(arg)) });
  }
}

/** `step` with everything in it rewritten, from the inside out; itself where nothing changed. */
export function rewriteStep(step: Step, rewriting: Rewriting): Step {
  const expression = (part: Expression): Expression => rewriteExpression(part, rewriting);
  const inner = (part: Step): Step => rewriteStep(part, rewriting);
  switch (step.kind) {
    case "disabled":
      return rewriting.step(step, step);
    case "update":
      return rewriting.step(
        step,
        changed(step, {
          updates: each(step.updates, (update) =>
            changed(update, { value: expression(update.value) }),
          ),
        }),
      );
    case "if":
      return rewriting.step(
        step,
        changed(step, {
          condition: expression(step.condition),
          whenTrue: inner(step.whenTrue),
          whenFalse: inner(step.whenFalse),
        }),
      );
    case "let":
      return rewriting.step(
        step,
        changed(step, { value: expression(step.value), body: inner(step.body) }),
      );
  }
}

/** `part` with `parts` in the place of its own; itself where these are the same. */
export function changed<Part extends object>(part: Part, parts: Partial<Part>): Part {
  for (const name in parts) if (part[name] !== parts[name]) return { ...part, ...parts };
  return part;
}

/** `items` with each rewritten; the same array where nothing changed. */
export function each<Item>(
  items: readonly Item[],
  rewrite: (item: Item, index: number) => Item,
): readonly Item[] {
  let isSame = true;
  const rewritten = items.map((item, index) => {
    const made = rewrite(item, index);
    if (made !== item) isSame = false;
    return made;
  });
  return isSame ? items : rewritten;
}

/**
 * The model with its behaviour rewritten: initial values, operators and actions. Its types and its
 * invariants stay, and so do the places, which are those of the original's parts.
 */
export function rewriteBehaviour(model: Model, rewriting: Rewriting): Model {
  return {
    ...model,
    variables: each(model.variables, (variable) =>
      changed(variable, { initial: rewriteExpression(variable.initial, rewriting) }),
    ),
    operators: each(model.operators, (operator) =>
      changed(operator, { body: rewriteExpression(operator.body, rewriting) }),
    ),
    actions: each(model.actions, (action) =>
      changed(action, { step: rewriteStep(action.step, rewriting) }),
    ),
  };
}
