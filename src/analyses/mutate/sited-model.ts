import type { Expression } from "../../compiler/ir/expression.js";
import type { Model, Operator, Written } from "../../compiler/ir/model.js";
import type { Step } from "../../compiler/ir/step.js";
import { someExpression, stepExpressions, subexpressions } from "../../compiler/ir/walk.js";

/** A model, with what has to be known of it to change it in one place. */
export interface SitedModel {
  readonly model: Model;
  readonly places: ReadonlyMap<object, Written>;
  /** The expressions that decide between two branches. */
  readonly conditions: ReadonlySet<Expression>;
  /** The operators that the initial state and the actions use: the others are the properties'. */
  readonly used: ReadonlySet<string>;
}

/** `model`, ready to be changed. */
export function sitedModel(model: Model): SitedModel {
  const used = usedOperators(model);
  const conditions = new Set<Expression>();
  for (const action of model.actions) collectStep(action.step, conditions);
  for (const expression of behaviour(model, used)) collect(expression, conditions);
  return { model, places: model.places, conditions, used };
}

function behaviour(model: Model, used: ReadonlySet<string>): readonly Expression[] {
  return [
    ...model.variables.map((variable) => variable.initial),
    ...model.operators.filter(({ name }) => used.has(name)).map(({ body }) => body),
    ...model.actions.flatMap((action) => stepExpressions(action.step)),
  ];
}

function usedOperators(model: Model): ReadonlySet<string> {
  const operators = new Map(model.operators.map((operator) => [operator.name, operator]));
  const used = new Set<string>();
  const use = (expression: Expression): void => {
    someExpression(expression, (part) => {
      if (part.kind === "call" && !used.has(part.operator)) {
        used.add(part.operator);
        const operator: Operator | undefined = operators.get(part.operator);
        if (operator !== undefined) use(operator.body);
      }
      return false;
    });
  };
  for (const expression of behaviour(model, new Set())) use(expression);
  return used;
}

function collect(expression: Expression, conditions: Set<Expression>): void {
  if (expression.kind === "if") conditions.add(expression.condition);
  for (const part of subexpressions(expression)) collect(part, conditions);
}

function collectStep(step: Step, conditions: Set<Expression>): void {
  if (step.kind === "let") collectStep(step.body, conditions);
  if (step.kind !== "if") return;
  conditions.add(step.condition);
  collectStep(step.whenTrue, conditions);
  collectStep(step.whenFalse, conditions);
}
