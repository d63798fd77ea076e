import { Node, type SourceFile } from "ts-morph";

/** The way to a part of what a config exports. */
export type DataKey = string | number | symbol;

/**
 * The node that writes the part at `path` of what `file` exports by default: the value, or the
 * nearest part around it that is written out.
 */
export function nodeOfData(file: SourceFile, path: readonly DataKey[]): Node {
  const exported = file.getExportAssignment((assignment) => !assignment.isExportEquals());
  if (exported === undefined) return file;
  let node: Node = written(exported.getExpression());
  for (const key of path) {
    const next = partOf(node, key);
    if (next === undefined) return node;
    node = written(next);
  }
  return node;
}

/** Through names, parentheses, `satisfies`, and the call of `defineConfig`, to what is written out. */
function written(node: Node): Node {
  if (
    Node.isParenthesizedExpression(node) ||
    Node.isSatisfiesExpression(node) ||
    Node.isAsExpression(node)
  ) {
    return written(node.getExpression());
  }
  if (Node.isCallExpression(node) && node.getExpression().getText() === "defineConfig") {
    const [argument] = node.getArguments();
    return argument === undefined ? node : written(argument);
  }
  if (Node.isIdentifier(node)) {
    const [declaration] = node.getDefinitionNodes();
    const value =
      declaration !== undefined && Node.isVariableDeclaration(declaration)
        ? declaration.getInitializer()
        : undefined;
    return value === undefined ? node : written(value);
  }
  return node;
}

function partOf(node: Node, key: DataKey): Node | undefined {
  if (Node.isArrayLiteralExpression(node) && typeof key === "number") {
    const elements = node.getElements();
    // After a spread, positions in the text are not those in the value.
    if (elements.slice(0, key + 1).some((element) => Node.isSpreadElement(element)))
      return undefined;
    return elements[key];
  }
  if (!Node.isObjectLiteralExpression(node)) return undefined;
  for (const property of node.getProperties()) {
    if (!Node.isPropertyAssignment(property) && !Node.isShorthandPropertyAssignment(property)) {
      continue;
    }
    const name = property.getNameNode();
    const text =
      Node.isStringLiteral(name) || Node.isNoSubstitutionTemplateLiteral(name)
        ? name.getLiteralText()
        : name.getText();
    if (text !== String(key)) continue;
    return Node.isPropertyAssignment(property) ? property.getInitializer() : name;
  }
  return undefined;
}
