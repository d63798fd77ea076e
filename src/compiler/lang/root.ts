import {
  type FunctionDeclaration,
  Node,
  type SourceFile,
  type VariableDeclaration,
} from "ts-morph";
import { refuse } from "./diagnostics.js";
import { documentation } from "./documentation.js";
import { declarationsOf, shorthandDeclarations } from "./names.js";

/** A function of the root object, under the name that the object gives it. */
export interface NamedFunction {
  readonly name: string;
  readonly node: FunctionDeclaration;
  /** Where the root object names it. */
  readonly property: Node;
}

/** The parts of a model as its root object names them. */
export interface ModelRoot {
  readonly name: string;
  readonly doc: string;
  readonly initial: FunctionDeclaration;
  readonly actions: readonly NamedFunction[];
  readonly invariants: readonly NamedFunction[];
  /** The object literal itself. */
  readonly object: Node;
}

/** Finds `export const NAME = { initial, actions: { … }, invariants: { … } }` in `file`. */
export function findRoot(file: SourceFile): ModelRoot {
  for (const declaration of file.getVariableDeclarations()) {
    if (
      declaration.isExported() &&
      declaration.getInitializer()?.getType().getProperty("actions")
    ) {
      return readRoot(declaration);
    }
  }
  throw refuse("L130", file, "this file exports no model");
}

/** The invariants that `file` names in the one object of functions that it exports. */
export function clausesOf(file: SourceFile): readonly NamedFunction[] {
  for (const declaration of file.getVariableDeclarations()) {
    const initializer = declaration.getInitializer();
    if (declaration.isExported() && Node.isObjectLiteralExpression(initializer)) {
      return namedFunctions(initializer, () => true);
    }
  }
  throw refuse("L130", file, "this file exports no object of invariants");
}

function readRoot(declaration: VariableDeclaration): ModelRoot {
  const initializer = declaration.getInitializer();
  const object = Node.isSatisfiesExpression(initializer)
    ? initializer.getExpression()
    : initializer;
  if (!Node.isObjectLiteralExpression(object)) {
    throw refuse("L130", declaration, `\`${declaration.getName()}\` is not an object literal`);
  }
  const [initial] = namedFunctions(object, (name) => name === "initial");
  if (initial === undefined) throw refuse("L130", object, "the model has no `initial`");
  return {
    name: declaration.getName(),
    doc: documentation(declaration),
    initial: initial.node,
    actions: group(object, "actions"),
    invariants: group(object, "invariants"),
    object,
  };
}

function group(object: Node, name: string): readonly NamedFunction[] {
  const property = Node.isObjectLiteralExpression(object) ? object.getProperty(name) : undefined;
  const value = Node.isPropertyAssignment(property) ? property.getInitializer() : undefined;
  if (!Node.isObjectLiteralExpression(value))
    throw refuse("L130", object, `the model has no \`${name}\``);
  return namedFunctions(value, () => true);
}

/** The functions that an object literal names, those of the names that are wanted. */
export function namedFunctions(
  object: Node,
  wanted: (name: string) => boolean,
): readonly NamedFunction[] {
  if (!Node.isObjectLiteralExpression(object)) return [];
  return object.getProperties().flatMap((property) => {
    if (!Node.isShorthandPropertyAssignment(property) && !Node.isPropertyAssignment(property)) {
      throw refuse(
        "L130",
        property,
        "a part of a model must be named here: `name` or `name: value`",
      );
    }
    const name = property.getName();
    if (!wanted(name)) return [];
    const initializer = Node.isPropertyAssignment(property) ? property.getInitializer() : undefined;
    const declarations = Node.isShorthandPropertyAssignment(property)
      ? shorthandDeclarations(property)
      : initializer === undefined
        ? []
        : declarationsOf(initializer);
    const node = declarations.find(
      (declaration) => Node.isFunctionDeclaration(declaration) && declaration.hasBody(),
    );
    if (!Node.isFunctionDeclaration(node)) {
      throw refuse("L130", property, `\`${name}\` is not a declared function`);
    }
    return [{ name, node, property }];
  });
}
