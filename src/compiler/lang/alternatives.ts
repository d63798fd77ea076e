import { Node, type StringLiteral } from "ts-morph";

/**
 * The other texts that the type of the place of `node` allows: in `unclaimed: "report"` that is
 * "swallow". The tag of a union has none: with another tag the other fields would be wrong.
 */
export function alternativesOf(node: StringLiteral): readonly string[] {
  if (isTag(node)) return [];
  const type = node.getContextualType();
  const types = type?.isUnion() === true ? type.getUnionTypes() : [];
  return types
    .flatMap((one) => {
      const value = one.getLiteralValue();
      return typeof value === "string" && value !== node.getLiteralValue() ? [value] : [];
    })
    .sort();
}

/** Whether `node` is the value of a field of a record that has several forms. */
function isTag(node: StringLiteral): boolean {
  const property = node.getParent();
  if (!Node.isPropertyAssignment(property)) return false;
  const record = property.getParent();
  if (!Node.isObjectLiteralExpression(record)) return false;
  const type = record.getContextualType()?.getNonNullableType();
  return type?.isUnion() === true && type.getUnionTypes().length > 1;
}
