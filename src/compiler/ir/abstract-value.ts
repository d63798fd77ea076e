import type { Expression } from "./expression.js";
import type { Type } from "./type.js";
import { typeExpressions } from "./walk.js";

/**
 * What is known of a value wherever it is computed: `id` is the same for values that are computed
 * alike in one state, `shape` tells what they can be. Two values of one id are equal.
 */
export interface AbstractValue {
  readonly id: number;
  readonly shape: Shape;
}

/** A field of a record; its id is known where the record was just made. */
export interface AbstractField {
  readonly id: number | null;
  readonly shape: Shape;
}

/** The values that something can be, as far as it matters for indices. */
export type Shape =
  | IntegerShape
  | {
      readonly kind: "array";
      readonly length: AbstractField & { readonly shape: IntegerShape };
      readonly item: Shape;
    }
  /** Item *n* has as many items as item *n* of `lengths` says. */
  | { readonly kind: "ragged"; readonly lengths: AbstractValue; readonly item: Shape }
  /** A constant array without a fixed length. */
  | { readonly kind: "sequence"; readonly item: Shape; readonly nonEmpty: boolean }
  | { readonly kind: "record"; readonly fields: ReadonlyMap<string, AbstractField> }
  /** Always `null`. */
  | { readonly kind: "none" }
  | { readonly kind: "unknown" };

/** A number from `low` to `high`, null where there is no such bound, and less than each of `below`. */
export interface IntegerShape {
  readonly kind: "integer";
  readonly low: number | null;
  readonly high: number | null;
  readonly below: ReadonlySet<number>;
}

export const UNKNOWN: Shape = { kind: "unknown" };

export const ANY_NUMBER: IntegerShape = {
  kind: "integer",
  low: null,
  high: null,
  below: new Set(),
};

/** What is known of a value that may be either. */
export function joinShapes(one: Shape, other: Shape): Shape {
  if (one === other) return one;
  // Where it is `null`, TypeScript has made sure that it is not used as anything else.
  if (one.kind === "none") return other;
  if (other.kind === "none") return one;
  if (one.kind === "integer" && other.kind === "integer") {
    return {
      kind: "integer",
      low: both(one.low, other.low, Math.min),
      high: both(one.high, other.high, Math.max),
      below: new Set([...one.below].filter((id) => other.below.has(id))),
    };
  }
  if (one.kind === "array" && other.kind === "array") {
    const length = joinShapes(one.length.shape, other.length.shape);
    if (length.kind !== "integer") return UNKNOWN;
    const id = one.length.id === other.length.id ? one.length.id : null;
    return {
      kind: "array",
      length: { id, shape: length },
      item: joinShapes(one.item, other.item),
    };
  }
  if (one.kind === "ragged" && other.kind === "ragged" && one.lengths.id === other.lengths.id) {
    return { ...one, item: joinShapes(one.item, other.item) };
  }
  if (one.kind === "record" && other.kind === "record") {
    const fields = new Map(other.fields);
    for (const [name, field] of one.fields) {
      const counterpart = other.fields.get(name);
      // A field that only one side has is read only where the value is that of this side.
      fields.set(name, counterpart === undefined ? field : joinFields(field, counterpart));
    }
    return { kind: "record", fields };
  }
  return UNKNOWN;
}

function joinFields(one: AbstractField, other: AbstractField): AbstractField {
  const id = one.id === other.id ? one.id : null;
  return { id, shape: joinShapes(one.shape, other.shape) };
}

function both(
  one: number | null,
  other: number | null,
  combine: (one: number, other: number) => number,
): number | null {
  return one === null || other === null ? null : combine(one, other);
}

/**
 * What stays known of the items of an array whose items were computed one by one: nothing that is
 * said in terms of the index, which is another for each.
 */
export function withoutIds(shape: Shape): Shape {
  switch (shape.kind) {
    case "integer":
      return { ...shape, below: new Set() };
    case "array": {
      const { low, high } = shape.length.shape;
      return {
        kind: "array",
        length: { id: null, shape: { kind: "integer", low, high, below: new Set() } },
        item: withoutIds(shape.item),
      };
    }
    case "record":
      return {
        kind: "record",
        fields: new Map(
          [...shape.fields].map(([name, field]) => [
            name,
            { id: null, shape: withoutIds(field.shape) },
          ]),
        ),
      };
    case "none":
      return shape;
    case "ragged":
    case "sequence":
    case "unknown":
      return UNKNOWN;
  }
}

/** The shape of the values of `type`; `evaluate` tells what its bounds and lengths are. */
export function shapeOf(
  type: Type,
  evaluate: (bounds: readonly Expression[]) => readonly AbstractValue[],
): Shape {
  const inner = (part: Type): Shape => shapeOf(part, evaluate);
  const fields = (parts: readonly { readonly name: string; readonly type: Type }[]): Shape => ({
    kind: "record",
    fields: new Map(parts.map(({ name, type }) => [name, { id: null, shape: inner(type) }])),
  });
  switch (type.kind) {
    case "named":
      return inner(type.type);
    case "nullable":
      return inner(type.of);
    case "integer": {
      const [low, high] = evaluate(typeExpressions(type)).map(({ shape }) => shape);
      return {
        kind: "integer",
        low: low?.kind === "integer" ? low.low : null,
        high: high?.kind === "integer" ? high.high : null,
        below: high?.kind === "integer" ? high.below : new Set(),
      };
    }
    case "array": {
      const [length] = evaluate(typeExpressions(type));
      if (length?.shape.kind !== "integer") return UNKNOWN;
      const { id, shape } = length;
      return { kind: "array", length: { id, shape }, item: inner(type.item) };
    }
    case "ragged": {
      const [lengths] = evaluate(typeExpressions(type));
      return lengths === undefined ? UNKNOWN : { kind: "ragged", lengths, item: inner(type.item) };
    }
    case "sequence":
      return { kind: "sequence", item: inner(type.item), nonEmpty: type.nonEmpty };
    case "record":
      return fields(type.fields);
    case "union":
      return type.variants.reduce<Shape>(
        (joined, variant) => joinShapes(joined, fields(variant.fields)),
        { kind: "record", fields: new Map() },
      );
    case "none":
      return { kind: "none" };
    case "boolean":
    case "enumeration":
      return UNKNOWN;
  }
}
