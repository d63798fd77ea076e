import type { Expression } from "../expression.js";
import type { Model, Operator } from "../model.js";
import { mentions } from "../references.js";
import { changed, each } from "../rewrite.js";
import { componentTypes, type Type } from "../type.js";
import { allTypeExpressions, callsIn, modelExpressions, subexpressions } from "../walk.js";
import { rewriteModel, withPlaces } from "./rewrite-model.js";
import { type Total, totality } from "./total.js";

/**
 * The model without the parts that nothing needs: actions that are never enabled, what is always
 * true, fields that nobody reads, parameters that nothing depends on, operators that are not called,
 * and constants that are not named.
 *
 * @param asked invariants that stay though they are always true
 */
export function withoutDeadParts(model: Model, asked: ReadonlySet<string>): Model {
  const isTotal = totality(model);
  const enabled = withoutDeadActions(model, asked);
  const read = withoutUnreadFields(enabled, isTotal);
  return withoutUnnamedConstants(withoutUncalled(withoutUnusedParameters(read, isTotal)));
}

function withoutDeadActions(model: Model, asked: ReadonlySet<string>): Model {
  const actions = those(model.actions, ({ step }) => step.kind !== "disabled");
  const isAlive = (name: string): boolean => actions.some((action) => action.name === name);
  return changed(model, {
    actions,
    invariants: those(
      model.invariants,
      ({ name, body }) => asked.has(name) || body.kind !== "literal" || body.value !== true,
    ),
    liveness: each(model.liveness, (fairness) =>
      changed(fairness, {
        weaklyFair: those(fairness.weaklyFair, isAlive),
        stronglyFair: those(fairness.stronglyFair, isAlive),
        ceasing: those(fairness.ceasing, isAlive),
      }),
    ),
  });
}

/**
 * Fields of records that are made, but never read, nor a part of what a variable, a constant or a
 * parameter can be: what a policy is told, and does not look at.
 */
function withoutUnreadFields(model: Model, isTotal: Total): Model {
  const needed = new Set<string>(declaredFields(model));
  for (const expression of modelExpressions(model)) collectReads(expression, needed);
  return rewriteModel(model, {
    expression: (_, rewritten) =>
      rewritten.kind === "record"
        ? changed(rewritten, {
            fields: those(
              rewritten.fields,
              ({ name, value }) => needed.has(name) || !isTotal(value),
            ),
          })
        : rewritten,
    step: (_, rewritten) => rewritten,
  });
}

function declaredFields(model: Model): readonly string[] {
  const inType = (type: Type): readonly string[] => {
    const own =
      type.kind === "record"
        ? type.fields.map(({ name }) => name)
        : type.kind === "union"
          ? [type.tag, ...type.variants.flatMap((one) => one.fields.map(({ name }) => name))]
          : [];
    return [...own, ...componentTypes(type).flatMap(inType)];
  };
  return [...model.variables, ...model.constants].flatMap(({ type }) => inType(type));
}

function collectReads(expression: Expression, into: Set<string>): void {
  if (expression.kind === "field") into.add(expression.name);
  if (expression.kind === "with") {
    for (const step of expression.path) if (step.kind === "field") into.add(step.name);
  }
  for (const part of subexpressions(expression)) collectReads(part, into);
}

function withoutUnusedParameters(model: Model, isTotal: Total): Model {
  const partial = new Map<string, Set<number>>();
  for (const { operator, args } of callsIn(modelExpressions(model))) {
    const indices = partial.get(operator) ?? new Set<number>();
    partial.set(operator, indices);
    for (const [index, arg] of args.entries()) if (!isTotal(arg)) indices.add(index);
  }
  const used = new Map(
    model.operators.map(({ name, parameters, body }) => [
      name,
      parameters.map(
        (parameter, index) => mentions(body, parameter) || (partial.get(name)?.has(index) ?? false),
      ),
    ]),
  );
  const keeps = <Item>(operator: string, items: readonly Item[]): readonly Item[] =>
    those(items, (_, index) => used.get(operator)?.[index] !== false);
  const rewritten = rewriteModel(model, {
    expression: (_, inner) =>
      inner.kind === "call" ? changed(inner, { args: keeps(inner.operator, inner.args) }) : inner,
    step: (_, inner) => inner,
  });
  const made: [Operator, Operator][] = [];
  const operators = each(rewritten.operators, (operator): Operator => {
    const shorter = changed(operator, { parameters: keeps(operator.name, operator.parameters) });
    if (shorter !== operator) made.push([operator, shorter]);
    return shorter;
  });
  return made.length === 0 ? rewritten : withPlaces({ ...rewritten, operators }, made);
}

function withoutUncalled(model: Model): Model {
  const bodies = new Map(model.operators.map(({ name, body }) => [name, body]));
  const needed = new Set<string>();
  const need = (expression: Expression): void => {
    for (const { operator } of callsIn([expression])) {
      const body = needed.has(operator) ? undefined : bodies.get(operator);
      needed.add(operator);
      if (body !== undefined) need(body);
    }
  };
  for (const expression of modelExpressions({ ...model, operators: [] })) need(expression);
  return changed(model, { operators: those(model.operators, ({ name }) => needed.has(name)) });
}

function withoutUnnamedConstants(model: Model): Model {
  const named = constantsIn(modelExpressions({ ...model, constants: [] }));
  // The type of another constant may name it.
  const byTypes = model.constants.map(
    (one) => [one.name, constantsIn(allTypeExpressions(one.type))] as const,
  );
  const isNamed = (name: string): boolean =>
    named.has(name) || byTypes.some(([other, names]) => other !== name && names.has(name));
  return changed(model, { constants: those(model.constants, ({ name }) => isNamed(name)) });
}

/** The names of the constants in expressions. */
function constantsIn(expressions: readonly Expression[]): ReadonlySet<string> {
  const names = new Set<string>();
  const look = (expression: Expression): void => {
    if (expression.kind === "constant") names.add(expression.name);
    for (const part of subexpressions(expression)) look(part);
  };
  for (const expression of expressions) look(expression);
  return names;
}

/** The items that are wanted; the same array where all are. */
function those<Item>(
  items: readonly Item[],
  isWanted: (item: Item, index: number) => boolean,
): readonly Item[] {
  return items.every(isWanted) ? items : items.filter(isWanted);
}
