import { type IndexedAccessTypeNode, Node, type PropertySignature } from "ts-morph";

/**
 * The declaration of `Owner["name"]`, or null if the type names no property, or one that the
 * alternatives of a union declare each for itself.
 */
export function declaredProperty(node: IndexedAccessTypeNode): PropertySignature | null {
  const index = node.getIndexTypeNode();
  if (!Node.isLiteralTypeNode(index)) return null;
  const literal = index.getLiteral();
  if (!Node.isStringLiteral(literal)) return null;
  const symbol = node.getObjectTypeNode().getType().getProperty(literal.getLiteralValue());
  const [declaration, another] = symbol?.getDeclarations() ?? [];
  return another === undefined && Node.isPropertySignature(declaration) ? declaration : null;
}
