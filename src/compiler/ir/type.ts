import type { Expression } from "./expression.js";

/** A field of a record, in the order of its declaration. */
export interface Field {
  readonly name: string;
  readonly type: Type;
  readonly doc: string;
}

/** One alternative of a discriminated union: the value of the tag, and the other fields. */
export interface Variant {
  readonly tag: string;
  readonly fields: readonly Field[];
}

/**
 * The set of values that a variable, a parameter or a constant can have. Bounds and lengths are
 * constant expressions: they may name constants of the model and, in the parameters of an action,
 * the parameters before them.
 */
export type Type =
  | { readonly kind: "boolean" }
  /** From `low` to `high`, both included; without `high` it is not finite: for constants only. */
  | { readonly kind: "integer"; readonly low: Expression; readonly high?: Expression }
  | { readonly kind: "enumeration"; readonly values: readonly string[] }
  /** The one value `null`. */
  | { readonly kind: "none" }
  | { readonly kind: "nullable"; readonly of: Type }
  | { readonly kind: "record"; readonly fields: readonly Field[] }
  | { readonly kind: "union"; readonly tag: string; readonly variants: readonly Variant[] }
  /** Items are counted from 0. */
  | { readonly kind: "array"; readonly length: Expression; readonly item: Type }
  /** One array for each element *n* of the constant `lengths`, with *n* items. */
  | { readonly kind: "ragged"; readonly lengths: Expression; readonly item: Type }
  /** An array of any length: for constants only. */
  | { readonly kind: "sequence"; readonly item: Type; readonly nonEmpty: boolean }
  /** A type that the model gives a name. */
  | { readonly kind: "named"; readonly name: string; readonly doc: string; readonly type: Type };

/** The type behind its names. */
export function unnamed(type: Type): Exclude<Type, { kind: "named" }> {
  return type.kind === "named" ? unnamed(type.type) : type;
}

/** The types that `type` is made of, one level down. */
export function componentTypes(type: Type): readonly Type[] {
  switch (type.kind) {
    case "boolean":
    case "integer":
    case "enumeration":
    case "none":
      return [];
    case "nullable":
      return [type.of];
    case "record":
      return type.fields.map((field) => field.type);
    case "union":
      return type.variants.flatMap((variant) => variant.fields.map((field) => field.type));
    case "array":
    case "ragged":
    case "sequence":
      return [type.item];
    case "named":
      return [type.type];
  }
}

/** The type with everything in it written out: no names at any depth. */
export function withoutNames(type: Type): Exclude<Type, { kind: "named" }> {
  const plain = unnamed(type);
  const inFields = (fields: readonly Field[]): readonly Field[] =>
    fields.map((field) => ({ ...field, type: withoutNames(field.type) }));
  switch (plain.kind) {
    case "boolean":
    case "integer":
    case "enumeration":
    case "none":
      return plain;
    case "nullable":
      return { ...plain, of: withoutNames(plain.of) };
    case "record":
      return { ...plain, fields: inFields(plain.fields) };
    case "union":
      return {
        ...plain,
        variants: plain.variants.map((variant) => ({
          ...variant,
          fields: inFields(variant.fields),
        })),
      };
    case "array":
    case "ragged":
    case "sequence":
      return { ...plain, item: withoutNames(plain.item) };
  }
}

/** Whether the type is an array, or has one in it. */
export function containsArray(type: Type): boolean {
  return (
    type.kind === "sequence" ||
    type.kind === "array" ||
    type.kind === "ragged" ||
    componentTypes(type).some(containsArray)
  );
}
