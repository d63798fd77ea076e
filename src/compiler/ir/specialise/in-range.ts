import { sameExpression } from "../equality.js";
import type { Expression } from "../expression.js";
import type { Model } from "../model.js";
import { type Type, unnamed } from "../type.js";
import { boundName, callsIn, modelExpressions, subexpressions } from "../walk.js";

/** Tells whether an item of an array is there in every state. */
export type InRange = (of: Expression, index: Expression, inner: Inner) => boolean;

/** What the indices are below that are bound around an item. */
export type Inner = ReadonlyMap<string, Expression>;

/** `inner` with the index that an expression binds. */
export function withIndex(inner: Inner, index: string, length: Expression): Inner {
  return new Map([...inner, [index, length]]);
}

/**
 * Tells, as far as types say so, whether an item is there: the array is a variable, and the index a
 * small number or a name that is only ever bound below the length of that variable's array.
 */
export function itemsInRange(model: Model): InRange {
  const lengths = new Map(
    model.variables.flatMap(({ name, type }) => {
      const plain = unnamed(type);
      return plain.kind === "array" ? [[name, plain.length] as const] : [];
    }),
  );
  const limits = limitsOfNames(model, lengths);
  return (of, index, inner) => {
    const length = of.kind === "variable" ? lengths.get(of.name) : undefined;
    if (length === undefined) return false;
    if (index.kind === "local") {
      const around = inner.get(index.name);
      const limit = around === undefined ? limits.get(index.name) : written(around, lengths);
      return limit != null && sameExpression(limit, length);
    }
    return index.kind === "literal" && typeof index.value === "number"
      ? index.value >= 0 && index.value < leastValue(model, length)
      : false;
  };
}

type Limits = Map<string, Expression | null>;

/** What each local name is below, wherever it is bound; null where that differs or is not known. */
function limitsOfNames(model: Model, lengths: ReadonlyMap<string, Expression>): Limits {
  const limits: Limits = new Map();
  const bind = (name: string, limit: Expression | null): void => {
    const known = limits.get(name);
    const isSame =
      known === undefined || (known !== null && limit !== null && sameExpression(known, limit));
    limits.set(name, isSame ? limit : null);
  };
  for (const { parameters } of model.actions) {
    for (const { name, type } of parameters) bind(name, limitOf(type));
  }
  const look = (expression: Expression): void => {
    const name = boundName(expression);
    if (name !== null) {
      const isIndex = expression.kind === "generate" || expression.kind === "quantifier";
      bind(name, isIndex ? written(expression.length, lengths) : null);
    }
    for (const part of subexpressions(expression)) look(part);
  };
  const all = modelExpressions(model);
  for (const expression of all) look(expression);
  // An operator is called by later ones alone, so that what its arguments are below is known by then.
  const calls = callsIn(all);
  for (const { name, parameters } of model.operators.toReversed()) {
    const own = calls.filter((call) => call.operator === name);
    for (const [index, parameter] of parameters.entries()) {
      for (const { args } of own) {
        const arg = args[index];
        bind(parameter, arg?.kind === "local" ? (limits.get(arg.name) ?? null) : null);
      }
    }
  }
  return limits;
}

/** `Limit` of a type from 0 to `Limit - 1`. */
function limitOf(type: Type): Expression | null {
  const plain = unnamed(type);
  if (plain.kind !== "integer" || plain.high?.kind !== "binary") return null;
  const { low, high } = plain;
  const isBelow =
    high.operator === "minus" && high.right.kind === "literal" && high.right.value === 1;
  return isBelow && low.kind === "literal" && low.value === 0 ? high.left : null;
}

/** The length as the type of the variable has it, where it is that of a variable. */
function written(length: Expression, lengths: ReadonlyMap<string, Expression>): Expression {
  if (length.kind !== "length" || length.of.kind !== "variable") return length;
  return lengths.get(length.of.name) ?? length;
}

/** The least value that a length can have. */
function leastValue(model: Model, length: Expression): number {
  if (length.kind === "literal") return typeof length.value === "number" ? length.value : 0;
  const constant =
    length.kind === "constant"
      ? model.constants.find(({ name }) => name === length.name)
      : undefined;
  const type = constant === undefined ? null : unnamed(constant.type);
  const low = type?.kind === "integer" && type.low.kind === "literal" ? type.low.value : 0;
  return typeof low === "number" ? low : 0;
}
