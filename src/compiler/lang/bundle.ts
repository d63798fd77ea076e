import {
  type MethodDeclaration,
  Node,
  type ObjectLiteralExpression,
  type PropertyAssignment,
  type ShorthandPropertyAssignment,
  type SourceFile,
  type TypeNode,
  type TypeReferenceNode,
  type VariableDeclaration,
} from "ts-morph";
import { refuse } from "./diagnostics.js";
import { documentation } from "./documentation.js";
import { declarationsOf } from "./names.js";
import { typeDeclaration } from "./type-scope.js";

/** A function or value of a bundle, as it is written. */
export type BundlePart = MethodDeclaration | PropertyAssignment | ShorthandPropertyAssignment;

/**
 * The functions and values that a model takes as one of its parameters: a policy. In the IR they
 * are part of the model, so each bundle makes a model of its own.
 */
export interface Bundle {
  /** The interface that it implements: "Policy". */
  readonly kind: string;
  readonly name: string;
  /** The name that its file exports it by, "default" perhaps. */
  readonly exportName: string;
  readonly doc: string;
  readonly file: SourceFile;
  readonly parts: ReadonlyMap<string, BundlePart>;
  /** The type arguments of its interface (`Policy<Memory>`). */
  readonly typeArguments: readonly TypeNode[];
}

/** An object literal, and the interface that it says it implements. */
interface TypedObject {
  readonly object: ObjectLiteralExpression;
  readonly annotation: TypeReferenceNode | null;
}

/** Files are named after it, and what else stands in their names must have its place, too. */
const LONGEST_NAME = 64;

/** The one value that `file` exports as an `interfaceName`. */
export function findBundle(file: SourceFile, interfaceName: string): Bundle {
  const found = exportedValues(file).flatMap(
    ({ node, ...exported }): readonly (Bundle & { node: Node })[] => {
      const typed = typedObject(node);
      const type = typed?.annotation ? typeDeclaration(typed.annotation.getTypeName()) : undefined;
      if (!typed?.annotation || !Node.isInterfaceDeclaration(type)) return [];
      if (type.getName() !== interfaceName) return [];
      const typeArguments = typed.annotation.getTypeArguments();
      const parts = readParts(typed.object);
      return [{ kind: interfaceName, ...exported, file, parts, typeArguments, node }];
    },
  );
  const [first, second] = found;
  if (first === undefined) {
    throw refuse("L140", file, `this file exports no ${interfaceName.toLowerCase()}`);
  }
  if (second !== undefined) {
    throw refuse("L141", second.node, `this file exports \`${first.name}\` and \`${second.name}\``);
  }
  if (first.name.length > LONGEST_NAME) {
    throw refuse("L145", first.node, `this name has ${first.name.length} characters`);
  }
  return first;
}

interface ExportedValue {
  readonly node: Node;
  readonly name: string;
  readonly exportName: string;
  readonly doc: string;
}

/** The constants that the file exports, by name or as its default; each once. */
function exportedValues(file: SourceFile): readonly ExportedValue[] {
  const found = new Map<Node, ExportedValue>();
  for (const [exportName, declarations] of file.getExportedDeclarations()) {
    for (const node of declarations) {
      if (!Node.isVariableDeclaration(node)) continue;
      const name = exportName === "default" ? node.getName() : exportName;
      found.set(node, { node, name, exportName, doc: documentation(node) });
    }
  }
  // `export default { … }` has no name but that of its file.
  const assignment = file.getExportAssignment((candidate) => !candidate.isExportEquals());
  const expression = assignment?.getExpression();
  if (assignment !== undefined && expression !== undefined && !Node.isIdentifier(expression)) {
    const name = nameOf(file);
    const doc = documentation(assignment);
    found.set(expression, { node: expression, name, exportName: "default", doc });
  }
  return [...found.values()];
}

/** The name of the file as a name of TypeScript: `my-policy.ts` is `myPolicy`. */
function nameOf(file: SourceFile): string {
  const words = file
    .getBaseNameWithoutExtension()
    .split(/\W+/)
    .filter((word) => word !== "");
  const name = words
    .map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join("");
  // A file may be called without any letter that `\w` knows.
  return name === "" ? "policy" : name;
}

function typedObject(node: Node): TypedObject | null {
  if (Node.isVariableDeclaration(node)) return typedVariable(node);
  if (Node.isSatisfiesExpression(node)) {
    const annotation = node.getTypeNode();
    const inner = typedObject(node.getExpression());
    if (inner === null || !Node.isTypeReference(annotation)) return null;
    return { object: inner.object, annotation };
  }
  if (Node.isParenthesizedExpression(node) || Node.isAsExpression(node)) {
    return typedObject(node.getExpression());
  }
  return Node.isObjectLiteralExpression(node) ? { object: node, annotation: null } : null;
}

function typedVariable(node: VariableDeclaration): TypedObject | null {
  const initializer = node.getInitializer();
  const inner = initializer === undefined ? null : typedObject(initializer);
  const annotation = node.getTypeNode();
  if (inner === null || !Node.isTypeReference(annotation)) return inner;
  return { object: inner.object, annotation };
}

/** The parts of the object, those of objects that it spreads included. */
function readParts(object: ObjectLiteralExpression): ReadonlyMap<string, BundlePart> {
  const parts = new Map<string, BundlePart>();
  for (const property of object.getProperties()) {
    if (
      Node.isMethodDeclaration(property) ||
      Node.isPropertyAssignment(property) ||
      Node.isShorthandPropertyAssignment(property)
    ) {
      parts.set(property.getName(), property);
      continue;
    }
    const base = Node.isSpreadAssignment(property) ? property.getExpression() : undefined;
    const declaration =
      base === undefined ? undefined : declarationsOf(base).find(Node.isVariableDeclaration);
    const spread = declaration === undefined ? null : typedVariable(declaration);
    if (spread === null) {
      throw refuse("L143", property, "this part of a policy cannot be compiled");
    }
    for (const [name, part] of readParts(spread.object)) parts.set(name, part);
  }
  return parts;
}

/** How a bundle is told of at the head of a module: its kind, its name, and what it is. */
export function introduction({ kind, name, doc }: Bundle): string {
  return `${kind} ${name}: ${doc === "" ? "(without a description)" : doc}`;
}
