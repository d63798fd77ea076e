import type { Place } from "../../base/diagnostic/diagnostic.js";
import { type Environment, evaluate } from "../../compiler/ir/evaluate.js";
import type { Expression } from "../../compiler/ir/expression.js";
import type { Model, Operator } from "../../compiler/ir/model.js";
import { modelExpressions, subexpressions } from "../../compiler/ir/walk.js";
import { capitalised } from "../../compiler/lang/capitalised.js";
import { flat } from "../../compiler/tla/flat.js";
import type { TlaModule } from "../../compiler/tla/module.js";
import type { PolicyCall } from "./reached.js";

/** A part of a policy that no reachable state evaluates. */
export interface Unreached {
  /** Its operator and its text in TLA+: `Finish: [swallowNmi |-> TRUE]`. */
  readonly name: string;
  readonly place: Place | null;
  /** What is written at the place, where that is the part itself. */
  readonly text?: string;
}

/**
 * The branches of a policy's functions, and the right-hand sides of its `&&` and `||`, that none of
 * `calls` evaluates. A part of one that is told is not told again.
 */
export function unreachedParts(
  model: Model,
  module: Pick<TlaModule, "names">,
  calls: readonly PolicyCall[],
  constants: Environment["constants"],
): readonly Unreached[] {
  const operators = new Map(model.operators.map((operator) => [operator.name, operator]));
  const evaluated = new Set<Expression>();
  for (const { function: name, memory, seen } of calls) {
    const operator = operators.get(capitalised(name));
    // A function that does not depend on its arguments may be no operator of its own.
    if (operator === undefined) continue;
    const locals = new Map(
      argumentOrder(model, operator).map((argument, index) => [
        operator.parameters[index] ?? "",
        argument === "memory" ? memory : { ...seen },
      ]),
    );
    evaluate(operator.body, {
      constants,
      variables: {},
      locals,
      operators,
      onEvaluate: (expression) => evaluated.add(expression),
    });
  }
  return policyOperators(model).flatMap((operator) =>
    unreachedIn(operator.body, operator, evaluated, model, module),
  );
}

/** Where each part of a policy is written, by the name that an unreached part has. */
export function partPlaces(
  model: Model,
  module: Pick<TlaModule, "names">,
): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const operator of policyOperators(model)) {
    for (const part of parts(operator.body)) {
      const name = partName(part, operator, module);
      const place = placeOf(part, operator, model);
      if (place !== null && !places.has(name)) places.set(name, place);
    }
  }
  return places;
}

/** The functions of the policy, those that it calls included. */
export function policyOperators({ operators }: Model): readonly Operator[] {
  return operators.filter(({ section }) => section.startsWith("policy "));
}

function partName(
  part: Expression,
  { name }: Operator,
  { names }: Pick<TlaModule, "names">,
): string {
  return `${name}: ${flat(part, names)}`;
}

function placeOf(part: Expression, operator: Operator, { places }: Model): Place | null {
  return places.get(part) ?? places.get(operator) ?? null;
}

/** What each parameter of an operator is given: a function may leave out what it does not use. */
function argumentOrder(model: Model, operator: Operator): readonly ("memory" | "seen")[] {
  // Of one CPU it is a variable, of several a field of each one's state.
  const isMemory = (expression: Expression): boolean =>
    (expression.kind === "variable" && expression.name === "policyMemory") ||
    (expression.kind === "field" && expression.name === "policyMemory");
  const calls = modelExpressions(model)
    .flatMap(parts)
    .flatMap((part) =>
      part.kind === "call" && part.operator === operator.name ? [part.args] : [],
    );
  // A machine may call it in a second place, with a memory that the same step has changed.
  return operator.parameters.map((_, index) =>
    calls.some((args) => args[index] !== undefined && isMemory(args[index])) ? "memory" : "seen",
  );
}

function parts(expression: Expression): readonly Expression[] {
  return [expression, ...subexpressions(expression).flatMap(parts)];
}

/** The largest parts of `expression`, which is in `operator`, that are not `evaluated`. */
export function unreachedIn(
  expression: Expression,
  operator: Operator,
  evaluated: ReadonlySet<Expression>,
  model: Model,
  module: Pick<TlaModule, "names">,
): readonly Unreached[] {
  if (!evaluated.has(expression)) {
    const text = model.places.get(expression)?.text;
    return [
      {
        name: partName(expression, operator, module),
        place: placeOf(expression, operator, model),
        ...(text === undefined ? {} : { text }),
      },
    ];
  }
  return subexpressions(expression).flatMap((child) =>
    unreachedIn(child, operator, evaluated, model, module),
  );
}
