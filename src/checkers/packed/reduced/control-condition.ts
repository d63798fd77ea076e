import { binary, type Expression, FALSE, literal } from "../../../compiler/ir/expression.js";
import { valuesOf } from "../../../compiler/ir/finite-domain.js";
import { isArrayValue, isRecordValue, type Value } from "../../../compiler/ir/value.js";
import type { ControlReduction } from "../program.js";

/** The places of a model, as conditions on its control variable. */
export interface Places {
  readonly control: Expression;
  /** The values that the variable can come to have, by their numbers. */
  readonly values: ReadonlyMap<number, Value>;
  /** The field that tells the variants of a union apart; null where the values are of another kind. */
  readonly tag: string | null;
}

/** The places that a model can come to. */
export function placesOf({ control, domain, reachable }: ControlReduction): Places {
  const all = valuesOf(domain);
  return {
    control: { kind: "variable", name: control },
    values: new Map(
      all.flatMap((value, number) => (reachable.has(number) ? [[number, value] as const] : [])),
    ),
    tag: domain.kind === "union" ? domain.tag : null,
  };
}

/** The tag of a value of a union. */
export function tagOf({ tag }: Places, value: Value): Value | null {
  return tag !== null && isRecordValue(value) ? (value[tag] ?? null) : null;
}

/** The numbers of the places of each variant; none where the places have no variants. */
export function variantsOf(places: Places): ReadonlyMap<string, readonly number[]> {
  const variants = new Map<string, number[]>();
  for (const [number, value] of places.values) {
    const tag = tagOf(places, value);
    if (typeof tag !== "string") continue;
    variants.set(tag, [...(variants.get(tag) ?? []), number]);
  }
  return variants;
}

/** Whether the model is at a place of this variant. */
export function isVariant({ control, tag }: Places, name: string): Expression {
  const of: Expression = tag === null ? control : { kind: "field", of: control, name: tag };
  return binary("equal", of, literal(name));
}

/** Whether the model is at one of the `chosen` places, of those that it can come to. */
export function isAtOneOf(places: Places, chosen: ReadonlySet<number>): Expression {
  const whole = [...variantsOf(places)].filter(([, numbers]) =>
    numbers.every((number) => chosen.has(number)),
  );
  const covered = new Set(whole.flatMap(([, numbers]) => numbers));
  return disjunction([
    ...whole.map(([name]) => isVariant(places, name)),
    ...[...places.values].flatMap(([number, value]) =>
      chosen.has(number) && !covered.has(number)
        ? [binary("equal", places.control, valueExpression(value))]
        : [],
    ),
  ]);
}

export function disjunction(parts: readonly Expression[]): Expression {
  return parts.length === 0 ? FALSE : parts.reduce((left, right) => binary("or", left, right));
}

/** The expression that has this value. */
export function valueExpression(value: Value): Expression {
  if (isArrayValue(value)) return { kind: "array", items: value.map(valueExpression) };
  if (!isRecordValue(value)) return literal(value);
  const fields = Object.entries(value).map(([name, field]) => {
    return { name, value: valueExpression(field) };
  });
  return { kind: "record", fields };
}
