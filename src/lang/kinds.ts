import { type Expression, type Type, TypeFlags } from "ts-morph";
import { refuse } from "./diagnostics.js";
import { shorten } from "./shorten.js";

const PRIMITIVE =
  TypeFlags.BooleanLike | TypeFlags.NumberLike | TypeFlags.StringLike | TypeFlags.Null;

/** What an expression is that TypeScript knows never to be evaluated has no kind. */
const NEVER = TypeFlags.Never;

/** Whether `===` compares values of this type by value, as `=` does in TLA+. */
export function isPrimitive(type: Type): boolean {
  return hasFlags(type, PRIMITIVE);
}

function hasFlags(type: Type, flags: TypeFlags): boolean {
  if (type.isUnion()) return type.getUnionTypes().every((part) => hasFlags(part, flags));
  // A range is a number with a phantom property.
  if (type.isIntersection()) {
    return type.getIntersectionTypes().some((part) => hasFlags(part, flags));
  }
  return (type.getFlags() & (flags | NEVER)) !== 0;
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

/** The names of the fields that every value of this type has; null if it can be anything but a record. */
export function recordFields(type: Type): ReadonlySet<string> | null {
  if (isArrayType(type) || isPrimitive(type) || type.isNullable()) return null;
  if (type.isUnion() && type.getUnionTypes().some((part) => recordFields(part) === null)) {
    return null;
  }
  return new Set(type.getProperties().map((property) => property.getName()));
}

/** Where TypeScript would take any value for true or false, TLA+ takes booleans only. */
export function requireBoolean(node: Expression, type: Type = node.getType()): void {
  if (hasFlags(type, TypeFlags.BooleanLike)) return;
  throw refuse("L119", node, `\`${shorten(node.getText())}\` is not a boolean`);
}

/** Where TypeScript would join strings or compare them, TLA+ takes numbers only. */
export function requireNumber(node: Expression): void {
  if (hasFlags(node.getType(), TypeFlags.NumberLike)) return;
  throw refuse("L119", node, `\`${shorten(node.getText())}\` is not a number`);
}

/** Where TypeScript would compare identities, TLA+ compares values. */
export function requirePrimitive(node: Expression): void {
  if (isPrimitive(node.getType())) return;
  throw refuse(
    "L107",
    node,
    `\`${shorten(node.getText())}\` is not a number, string, boolean or null`,
  );
}
