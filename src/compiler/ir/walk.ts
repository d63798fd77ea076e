import type { Expression } from "./expression.js";
import type { Model } from "./model.js";
import type { Step } from "./step.js";
import { componentTypes, type Type } from "./type.js";

/** The expressions that `expression` is made of, one level down, in the order of their evaluation. */
export function subexpressions(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "literal":
    case "constant":
    case "variable":
    case "local":
      return [];
    case "field":
    case "length":
    case "maximum":
    case "not":
      return [expression.of];
    case "item":
      return [expression.of, expression.index];
    case "binary":
      return [expression.left, expression.right];
    case "if":
      return [expression.condition, expression.whenTrue, expression.whenFalse];
    case "let":
      return [expression.value, expression.body];
    case "record":
      return expression.fields.map((field) => field.value);
    case "array":
      return expression.items;
    case "with":
      return [
        expression.of,
        ...expression.path.flatMap((step) => (step.kind === "item" ? [step.index] : [])),
        expression.value,
      ];
    case "generate":
      return [expression.length, expression.item];
    case "quantifier":
      return [expression.length, expression.body];
    case "call":
      return expression.args;
  }
}

/** The expressions of a step, those of its parts included. */
export function stepExpressions(step: Step): readonly Expression[] {
  switch (step.kind) {
    case "disabled":
      return [];
    case "update":
      return step.updates.map((update) => update.value);
    case "if":
      return [
        step.condition,
        ...stepExpressions(step.whenTrue),
        ...stepExpressions(step.whenFalse),
      ];
    case "let":
      return [step.value, ...stepExpressions(step.body)];
  }
}

/** The names that the `let`s of a step bind, without those inside of its expressions. */
export function stepNames(step: Step): readonly string[] {
  switch (step.kind) {
    case "disabled":
    case "update":
      return [];
    case "if":
      return [...stepNames(step.whenTrue), ...stepNames(step.whenFalse)];
    case "let":
      return [step.name, ...stepNames(step.body)];
  }
}

/** The bounds and lengths of a type itself, without those of the types in it. */
export function typeExpressions(type: Type): readonly Expression[] {
  switch (type.kind) {
    case "integer":
      return type.high === undefined ? [type.low] : [type.low, type.high];
    case "array":
      return [type.length];
    case "ragged":
      return [type.lengths];
    default:
      return [];
  }
}

/** The bounds and lengths of a type, those of the types in it included. */
export function allTypeExpressions(type: Type): readonly Expression[] {
  return [...typeExpressions(type), ...componentTypes(type).flatMap(allTypeExpressions)];
}

const outermost = new WeakMap<Model, readonly Expression[]>();

/** The outermost expressions of the model, those in its types included. */
export function modelExpressions(model: Model): readonly Expression[] {
  const known = outermost.get(model) ?? outermostOf(model);
  outermost.set(model, known);
  return known;
}

function outermostOf(model: Model): readonly Expression[] {
  const leadsTo = model.liveness.flatMap((fairness) => fairness.properties);
  const types = [
    ...model.constants.map((constant) => constant.type),
    ...model.variables.map((variable) => variable.type),
    ...[...model.actions, ...leadsTo].flatMap((part) =>
      part.parameters.map((parameter) => parameter.type),
    ),
  ];
  return [
    ...types.flatMap(allTypeExpressions),
    ...model.variables.map((variable) => variable.initial),
    ...model.operators.map((operator) => operator.body),
    ...model.actions.flatMap((action) => stepExpressions(action.step)),
    ...model.invariants.map((invariant) => invariant.body),
    ...leadsTo.flatMap(({ whenever, eventually }) => [whenever, eventually]),
  ];
}

/** A call of an operator. */
export type Call = Expression & { readonly kind: "call" };

/** The calls in expressions, each before those in its arguments. */
export function callsIn(expressions: readonly Expression[]): readonly Call[] {
  const calls: Call[] = [];
  const look = (expression: Expression): void => {
    if (expression.kind === "call") calls.push(expression);
    for (const part of subexpressions(expression)) look(part);
  };
  for (const expression of expressions) look(expression);
  return calls;
}

/** Whether `test` is true of `expression` or of anything in it. */
export function someExpression(
  expression: Expression,
  test: (part: Expression) => boolean,
): boolean {
  return (
    test(expression) || subexpressions(expression).some((inner) => someExpression(inner, test))
  );
}

/** Whether `test` is true of `step` or of a step in it. */
export function someStep(step: Step, test: (part: Step) => boolean): boolean {
  if (test(step)) return true;
  if (step.kind === "if") return someStep(step.whenTrue, test) || someStep(step.whenFalse, test);
  return step.kind === "let" && someStep(step.body, test);
}

/** The name that the expression itself binds. */
export function boundName(expression: Expression): string | null {
  if (expression.kind === "let") return expression.name;
  return expression.kind === "generate" || expression.kind === "quantifier"
    ? expression.index
    : null;
}
