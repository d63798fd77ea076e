import { type Identifier, Node } from "ts-morph";
import { refuse } from "./diagnostics.js";
import type { Evaluation } from "./evaluation.js";
import type { ModelFunction, Scope, Value } from "./value.js";

/** Where a name is declared, with imports followed to their source. */
export function declarationsOf(node: Node): readonly Node[] {
  const symbol = node.getSymbol();
  return (symbol?.getAliasedSymbol() ?? symbol)?.getDeclarations() ?? [];
}

/** Whether this declaration is a function whose body can be read. */
export function isModelFunction(node: Node): node is ModelFunction {
  return (
    Node.isFunctionDeclaration(node) || Node.isArrowFunction(node) || Node.isMethodDeclaration(node)
  );
}

/** Names that belong to the world outside the model. */
const IMPURE = new Set([
  "Date",
  "Math",
  "console",
  "process",
  "crypto",
  "performance",
  "globalThis",
  "fetch",
  "setTimeout",
]);

/** What a plain name stands for: something in scope, or a function or constant of the model. */
export function evaluateName(evaluation: Evaluation, node: Identifier, scope: Scope): Value {
  const name = node.getText();
  const known = scope.names.get(name);
  if (known !== undefined) return known;
  return evaluateDeclared(evaluation, node, name, declarationsOf(node));
}

/** What a name with these declarations stands for. */
export function evaluateDeclared(
  evaluation: Evaluation,
  node: Node,
  name: string,
  declarations: readonly Node[],
): Value {
  if (IMPURE.has(name)) throw refuse("L111", node, `\`${name}\` is not part of the state`);
  if (name === "undefined")
    throw refuse("L105", node, "`undefined` has no counterpart: use `null`");
  for (const declaration of declarations) {
    if (isModelFunction(declaration)) return { kind: "function", node: declaration, name };
    if (Node.isVariableDeclaration(declaration)) {
      const initializer = declaration.getInitializer();
      const statement = declaration.getVariableStatement();
      if (statement?.getDeclarationKind() !== "const" || initializer === undefined) {
        throw refuse("L102", node, `\`${name}\` can change`);
      }
      if (isModelFunction(initializer)) return { kind: "function", node: initializer, name };
      return evaluation.evaluate(initializer, { names: new Map() });
    }
  }
  if (declarations.every((declaration) => declaration.getSourceFile().isDeclarationFile())) {
    throw refuse("L111", node, `\`${name}\` is not part of the model`);
  }
  throw refuse("L105", node, `\`${name}\` cannot be compiled`);
}
