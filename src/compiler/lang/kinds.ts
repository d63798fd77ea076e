import { type Expression, type Node, type Type, TypeFlags } from "ts-morph";
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

/** Whether values of this type are numbers. */
export function isNumber(type: Type): boolean {
  return hasFlags(type, TypeFlags.NumberLike);
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
  if (isNumber(node.getType())) return;
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

/** Where `node` has one value or another, both languages and the explorers take values of one kind. */
export function requireOneKind(node: Node, ...types: readonly Type[]): void {
  const mixed = mixedKinds(types);
  if (mixed === null) return;
  throw refuse("L125", node, `${mixed === "" ? "this" : `\`${mixed}\` here`} is of several kinds`);
}

/** Where values of some of the types are of different kinds: "", or the path of a field; null if nowhere. */
function mixedKinds(types: readonly Type[]): string | null {
  const parts = types
    .flatMap((type) => (type.isUnion() && !type.isBoolean() ? type.getUnionTypes() : [type]))
    .filter((type) => !type.isNull() && !type.isNever());
  const kinds = new Set(parts.map(kindOf));
  if (kinds.size > 1) return kinds.has(null) ? null : "";
  if (!kinds.has("record") || parts.length < 2) return null;
  const fields = new Map<string, readonly Type[]>();
  for (const part of parts) {
    for (const property of part.getProperties()) {
      const name = property.getName();
      const declaration = property.getValueDeclaration();
      if (declaration === undefined) continue;
      const own = property.getTypeAtLocation(declaration);
      fields.set(name, [...(fields.get(name) ?? []), own]);
    }
  }
  for (const [name, own] of fields) {
    const inner = mixedKinds(own);
    if (inner !== null) return inner === "" ? name : `${name}.${inner}`;
  }
  return null;
}

/** What values of the type are; null where the type does not tell. */
function kindOf(type: Type): string | null {
  if (isArrayType(type)) return "array";
  if (hasFlags(type, TypeFlags.BooleanLike)) return "boolean";
  if (isNumber(type)) return "number";
  if (hasFlags(type, TypeFlags.StringLike)) return "string";
  return type.isObject() && type.getCallSignatures().length === 0 ? "record" : null;
}
