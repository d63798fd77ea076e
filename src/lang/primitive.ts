import { type Type, TypeFlags } from "ts-morph";

const PRIMITIVE =
  TypeFlags.BooleanLike | TypeFlags.NumberLike | TypeFlags.StringLike | TypeFlags.Null;

/** Whether `===` compares values of this type by value, as `=` does in TLA+. */
export function isPrimitive(type: Type): boolean {
  if (type.isUnion()) return type.getUnionTypes().every(isPrimitive);
  // A range is a number with a phantom property.
  if (type.isIntersection()) return type.getIntersectionTypes().some(isPrimitive);
  return (type.getFlags() & PRIMITIVE) !== 0;
}

/** Whether values of this type are arrays, a length in the type or not. */
export function isArrayType(type: Type): boolean {
  return (
    type.isArray() ||
    type.isReadonlyArray() ||
    type.isTuple() ||
    (type.isIntersection() && type.getIntersectionTypes().some(isArrayType))
  );
}
