import { type IndexedAccessTypeNode, Node, type PropertySignature } from "ts-morph";

/** The declaration of `Owner["name"]`, or null if the type names no property of an interface. */
export function declaredProperty(node: IndexedAccessTypeNode): PropertySignature | null {
  const index = node.getIndexTypeNode();
  if (!Node.isLiteralTypeNode(index)) return null;
  const literal = index.getLiteral();
  if (!Node.isStringLiteral(literal)) return null;
  const symbol = node.getObjectTypeNode().getType().getProperty(literal.getLiteralValue());
  return symbol?.getDeclarations().find(Node.isPropertySignature) ?? null;
}
