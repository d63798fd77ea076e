import {
  type Identifier,
  Node,
  type ShorthandPropertyAssignment,
  type VariableDeclaration,
} from "ts-morph";
import { refuse } from "./diagnostics.js";
import type { Evaluation } from "./evaluation.js";
import { isImpure } from "./impure.js";
import { EMPTY_SCOPE, type ModelFunction, type Scope, type Value } from "./value.js";

/** Where a name is declared, with imports followed to their source. */
export function declarationsOf(node: Node): readonly Node[] {
  const symbol = node.getSymbol();
  return (symbol?.getAliasedSymbol() ?? symbol)?.getDeclarations() ?? [];
}

/** Where the value of `{ name }` is declared. */
export function shorthandDeclarations(property: ShorthandPropertyAssignment): readonly Node[] {
  const symbol = property.getValueSymbol();
  return (symbol?.getAliasedSymbol() ?? symbol)?.getDeclarations() ?? [];
}

/** Whether every declaration is one of JavaScript's own, or of a library. */
export function isForeign(declarations: readonly Node[]): boolean {
  return declarations.every((declaration) => declaration.getSourceFile().isDeclarationFile());
}

/** Whether this declaration is a function whose body can be read. */
export function isModelFunction(node: Node | undefined): node is ModelFunction {
  return (
    (Node.isFunctionDeclaration(node) && node.hasBody()) ||
    Node.isFunctionExpression(node) ||
    Node.isArrowFunction(node) ||
    Node.isMethodDeclaration(node)
  );
}

/** Whether `declaration` stands in a file itself, and not in a function. */
export function isModuleLevel(declaration: Node): boolean {
  const holder = Node.isVariableDeclaration(declaration)
    ? declaration.getVariableStatement()
    : declaration;
  return Node.isSourceFile(holder?.getParent());
}

/** What a plain name stands for: something in scope, or a function or constant of the model. */
export function evaluateName(evaluation: Evaluation, node: Identifier, scope: Scope): Value {
  return evaluateDeclared(evaluation, node, node.getText(), declarationsOf(node), scope);
}

/** What a name with these declarations stands for. */
export function evaluateDeclared(
  evaluation: Evaluation,
  node: Node,
  name: string,
  declarations: readonly Node[],
  scope: Scope,
): Value {
  for (const declaration of declarations) {
    const known = scope.get(declaration);
    if (known !== undefined) return known;
  }
  if (name === "undefined") {
    throw refuse("L105", node, "`undefined` has no counterpart: use `null`");
  }
  if (isForeign(declarations)) {
    const why = isImpure(name) ? "is not part of the state" : "is not part of the model";
    throw refuse("L111", node, `\`${name}\` ${why}`);
  }
  for (const declaration of declarations) {
    if (!isModuleLevel(declaration)) continue;
    if (isModelFunction(declaration)) return functionValue(declaration, name);
    if (Node.isVariableDeclaration(declaration)) {
      return evaluation.constant(declaration, () => evaluateConstant(evaluation, declaration));
    }
  }
  if (declarations.some((d) => Node.isVariableDeclaration(d) || Node.isParameterDeclaration(d))) {
    throw refuse("L105", node, `\`${name}\` has no value here that can be compiled`);
  }
  throw refuse("L105", node, `\`${name}\` cannot be compiled`);
}

/** A function at the top of a file. */
function functionValue(node: ModelFunction, name: string): Value {
  return { kind: "function", node, name, scope: EMPTY_SCOPE };
}

/** The value of a constant at the top of a file. */
function evaluateConstant(evaluation: Evaluation, declaration: VariableDeclaration): Value {
  const name = declaration.getName();
  const initializer = declaration.getInitializer();
  if (
    declaration.getVariableStatement()?.getDeclarationKind() !== "const" ||
    initializer === undefined
  ) {
    throw refuse("L102", declaration, `\`${name}\` can change`);
  }
  if (isModelFunction(initializer)) return functionValue(initializer, name);
  return evaluation.evaluate(initializer, EMPTY_SCOPE);
}
