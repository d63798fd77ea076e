import type { BinaryOperator, Expression, PathStep } from "./expression.js";
import type { Operator } from "./model.js";
import type { Step } from "./step.js";
import {
  type ConstantValues,
  isArrayValue,
  isRecordValue,
  type RecordValue,
  sameValue,
  type Value,
} from "./value.js";

/** What the names in an expression stand for. */
export interface Environment {
  readonly constants: ConstantValues;
  readonly variables: Readonly<Record<string, Value>>;
  readonly locals: ReadonlyMap<string, Value>;
  readonly operators: ReadonlyMap<string, Operator>;
  /** Told of every expression that is evaluated. */
  readonly onEvaluate?: (expression: Expression) => void;
}

/** The environment with one more local name. */
export function bind<E extends { readonly locals: ReadonlyMap<string, Value> }>(
  environment: E,
  name: string,
  value: Value,
): E {
  return { ...environment, locals: new Map([...environment.locals, [name, value]]) };
}

/**
 * The value of `expression`, by plain interpretation: the meaning of the IR, and what everything
 * faster is measured against.
 *
 * @throws RangeError for an item outside of an array, or a field that a record does not have
 * @throws TypeError for a value of a kind that the operation does not take: the IR is broken then
 */
export function evaluate(expression: Expression, env: Environment): Value {
  env.onEvaluate?.(expression);
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "constant":
      return named(env.constants[expression.name], expression.name);
    case "variable":
      return named(env.variables[expression.name], expression.name);
    case "local":
      return named(env.locals.get(expression.name), expression.name);
    case "field":
      return fieldOf(evaluate(expression.of, env), expression.name);
    case "item":
      return itemOf(evaluate(expression.of, env), evaluate(expression.index, env));
    case "length":
      return array(evaluate(expression.of, env)).length;
    case "maximum":
      return Math.max(...array(evaluate(expression.of, env)).map(number));
    case "not":
      return !boolean(evaluate(expression.of, env));
    case "binary":
      return evaluateBinary(expression.operator, expression.left, expression.right, env);
    case "if":
      return boolean(evaluate(expression.condition, env))
        ? evaluate(expression.whenTrue, env)
        : evaluate(expression.whenFalse, env);
    case "let":
      return evaluate(expression.body, bind(env, expression.name, evaluate(expression.value, env)));
    case "record":
      return Object.fromEntries(
        expression.fields.map(({ name, value }) => [name, evaluate(value, env)]),
      );
    case "array":
      return expression.items.map((item) => evaluate(item, env));
    case "with":
      return replaced(
        evaluate(expression.of, env),
        expression.path,
        evaluate(expression.value, env),
        env,
      );
    case "generate":
      return indices(expression.length, env).map((index) =>
        evaluate(expression.item, bind(env, expression.index, index)),
      );
    case "quantifier": {
      const holds = (index: number): boolean =>
        boolean(evaluate(expression.body, bind(env, expression.index, index)));
      const range = indices(expression.length, env);
      if (expression.quantifier === "all") return range.every(holds);
      if (expression.quantifier === "some") return range.some(holds);
      return range.filter(holds).length;
    }
    case "call": {
      const operator = env.operators.get(expression.operator);
      if (operator === undefined) throw new TypeError(`no operator ${expression.operator}`);
      const args = expression.args.map((arg) => evaluate(arg, env));
      const locals = new Map(
        operator.parameters.map((name, index) => [name, named(args[index], name)]),
      );
      return evaluate(operator.body, { ...env, locals });
    }
  }
}

/** The state after `step`, or null where it is not enabled. Throws as `evaluate` does. */
export function takeStep(step: Step, env: Environment): RecordValue | null {
  switch (step.kind) {
    case "disabled":
      return null;
    case "update": {
      const changed = step.updates.map(({ variable, value }) => [variable, evaluate(value, env)]);
      return { ...env.variables, ...Object.fromEntries(changed) };
    }
    case "if":
      return takeStep(boolean(evaluate(step.condition, env)) ? step.whenTrue : step.whenFalse, env);
    case "let":
      return takeStep(step.body, bind(env, step.name, evaluate(step.value, env)));
  }
}

function evaluateBinary(
  operator: BinaryOperator,
  leftExpression: Expression,
  rightExpression: Expression,
  env: Environment,
): Value {
  const left = evaluate(leftExpression, env);
  // `and` and `or` look at the right side only where the left one does not decide.
  if (operator === "and") return boolean(left) && boolean(evaluate(rightExpression, env));
  if (operator === "or") return boolean(left) || boolean(evaluate(rightExpression, env));
  const right = evaluate(rightExpression, env);
  switch (operator) {
    case "equal":
      return sameValue(left, right);
    case "unequal":
      return !sameValue(left, right);
    case "less":
      return number(left) < number(right);
    case "atMost":
      return number(left) <= number(right);
    case "plus":
      return number(left) + number(right);
    case "minus":
      return number(left) - number(right);
    case "times":
      return number(left) * number(right);
    case "least":
      return Math.min(number(left), number(right));
    case "greatest":
      return Math.max(number(left), number(right));
  }
}

function replaced(of: Value, path: readonly PathStep[], value: Value, env: Environment): Value {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (step.kind === "field") {
    if (!isRecordValue(of)) throw new TypeError(`${JSON.stringify(of)} is not a record`);
    return { ...of, [step.name]: replaced(fieldOf(of, step.name), rest, value, env) };
  }
  const items = array(of);
  const index = evaluate(step.index, env);
  return items.with(number(index), replaced(itemOf(items, index), rest, value, env));
}

function indices(length: Expression, env: Environment): readonly number[] {
  return Array.from({ length: number(evaluate(length, env)) }, (_, index) => index);
}

function named(value: Value | undefined, name: string): Value {
  if (value === undefined) throw new TypeError(`nothing is known of the name ${name}`);
  return value;
}

function fieldOf(value: Value, name: string): Value {
  const field = isRecordValue(value) ? value[name] : undefined;
  if (field === undefined) throw new RangeError(`${JSON.stringify(value)} has no field ${name}`);
  return field;
}

function itemOf(value: Value, index: Value): Value {
  const items = array(value);
  const item = items[number(index)];
  if (item === undefined) {
    throw new RangeError(
      `index ${JSON.stringify(index)} is outside an array of ${items.length} items`,
    );
  }
  return item;
}

function array(value: Value): readonly Value[] {
  if (isArrayValue(value)) return value;
  throw new TypeError(`${JSON.stringify(value)} is not an array`);
}

function boolean(value: Value): boolean {
  if (typeof value === "boolean") return value;
  throw new TypeError(`${JSON.stringify(value)} is not a boolean`);
}

function number(value: Value): number {
  if (typeof value === "number") return value;
  throw new TypeError(`${JSON.stringify(value)} is not a number`);
}
