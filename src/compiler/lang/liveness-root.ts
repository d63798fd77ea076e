import { Node } from "ts-morph";
import { refuse } from "./diagnostics.js";
import { documentation } from "./documentation.js";
import { declarationsOf, shorthandDeclarations } from "./names.js";
import { type NamedFunction, namedFunctions } from "./root.js";

/** A set of fairness assumptions as the root object names it. */
export interface NamedFairness {
  readonly name: string;
  readonly doc: string;
  /** Where the root object names it. */
  readonly property: Node;
  readonly weaklyFair: readonly NamedFunction[];
  readonly stronglyFair: readonly NamedFunction[];
  readonly ceasing: readonly NamedFunction[];
  readonly properties: readonly NamedFunction[];
}

const PARTS: ReadonlySet<string> = new Set(["weaklyFair", "stronglyFair", "ceasing", "properties"]);

/** The `liveness` of a root object: `{ NAME: { weaklyFair: { … }, properties: { … } } }`, or nothing. */
export function livenessOf(root: Node): readonly NamedFairness[] {
  const liveness = propertyValue(root, "liveness");
  if (liveness === null) return [];
  if (!Node.isObjectLiteralExpression(liveness)) {
    throw refuse("L134", liveness, "`liveness` is not an object literal");
  }
  return liveness.getProperties().map((property) => {
    if (!Node.isShorthandPropertyAssignment(property) && !Node.isPropertyAssignment(property)) {
      throw refuse("L134", property, "a part of `liveness` must be named here");
    }
    return fairness(property.getName(), property, ...declared(property));
  });
}

/** The object that a property stands for, and what has its doc comment. */
function declared(property: Node): readonly [Node | undefined, Node] {
  const initializer = Node.isPropertyAssignment(property) ? property.getInitializer() : undefined;
  if (Node.isObjectLiteralExpression(initializer)) return [initializer, property];
  const declarations = Node.isShorthandPropertyAssignment(property)
    ? shorthandDeclarations(property)
    : initializer === undefined
      ? []
      : declarationsOf(initializer);
  const declaration = declarations.find((node) => Node.isVariableDeclaration(node));
  return Node.isVariableDeclaration(declaration)
    ? [declaration.getInitializer(), declaration]
    : [undefined, property];
}

function fairness(
  name: string,
  property: Node,
  object: Node | undefined,
  described: Node,
): NamedFairness {
  if (!Node.isObjectLiteralExpression(object)) {
    throw refuse("L134", property, `\`${name}\` is not an object literal`);
  }
  for (const part of object.getProperties()) {
    const partName = Node.isPropertyAssignment(part) ? part.getName() : "";
    if (!PARTS.has(partName)) {
      throw refuse("L134", part, `\`${name}\` has a part that is not known here`);
    }
  }
  const functions = (part: string): readonly NamedFunction[] => {
    const value = propertyValue(object, part);
    return value === null ? [] : namedFunctions(value, () => true);
  };
  const properties = functions("properties");
  if (properties.length === 0) {
    throw refuse("L134", property, `\`${name}\` has no \`properties\``);
  }
  return {
    name,
    doc: documentation(described),
    property,
    weaklyFair: functions("weaklyFair"),
    stronglyFair: functions("stronglyFair"),
    ceasing: functions("ceasing"),
    properties,
  };
}

function propertyValue(object: Node, name: string): Node | null {
  const property = Node.isObjectLiteralExpression(object) ? object.getProperty(name) : undefined;
  return Node.isPropertyAssignment(property) ? (property.getInitializer() ?? null) : null;
}
