import { type IndexedAccessTypeNode, Node, SyntaxKind, type TypeNode } from "ts-morph";
import { binary, type Expression, literal } from "../ir/expression.js";
import { refuse } from "./diagnostics.js";
import { numberOfLiteral } from "./literals.js";
import { declaredProperty } from "./properties.js";
import { type TypeScope, typeDeclaration, withTypeArguments } from "./type-scope.js";

/** The number that a type stands for in a bound: a literal, a constant of the model, or its length. */
export function lowerBound(node: TypeNode, scope: TypeScope): Expression {
  const bound = boundOrNull(node, scope);
  if (bound === null) {
    throw refuse("L122", node, `\`${node.getText()}\` is no bound`);
  }
  return bound;
}

/** `bound - 1`, as a number where it is one. */
export function oneLess(bound: Expression): Expression {
  return bound.kind === "literal" && typeof bound.value === "number"
    ? literal(bound.value - 1)
    : binary("minus", bound, literal(1));
}

/** The constant array that a type names (`Platform["chain"]`). */
export function lowerConstant(node: TypeNode, scope: TypeScope): Expression {
  const constant = constantOrNull(node, scope);
  if (constant === null)
    throw refuse("L122", node, `\`${node.getText()}\` is no parameter of the model`);
  return constant;
}

function boundOrNull(node: TypeNode, scope: TypeScope): Expression | null {
  if (Node.isParenthesizedTypeNode(node)) return boundOrNull(node.getTypeNode(), scope);
  if (Node.isLiteralTypeNode(node)) {
    const value = numberOfLiteral(node);
    return Number.isSafeInteger(value) ? literal(value) : null;
  }
  if (Node.isIndexedAccessTypeNode(node)) {
    const index = node.getIndexTypeNode();
    const of = constantOrNull(node.getObjectTypeNode(), scope);
    if (of !== null) {
      if (index.getText() === '"length"') return { kind: "length", of };
      if (index.getKind() === SyntaxKind.NumberKeyword) return greatestItem(of, node);
      if (Node.isTypeQuery(index)) {
        const local = scope.locals.get(index.getExprName().getText());
        if (local !== undefined) return { kind: "item", of, index: local };
      }
      return null;
    }
  }
  return constantOrNull(node, scope);
}

/** The greatest item of a parameter array. With no item there would be no greatest one. */
function greatestItem(of: Expression, node: IndexedAccessTypeNode): Expression {
  const array = node.getObjectTypeNode().getType();
  if (array.isTuple() && array.getTupleElements().length > 0) return { kind: "maximum", of };
  throw refuse(
    "L122",
    node,
    `\`${node.getText()}\` is no bound: the array may be empty, unless its type is \`readonly [Item, ...Item[]]\``,
  );
}

function constantOrNull(node: TypeNode, scope: TypeScope): Expression | null {
  if (Node.isParenthesizedTypeNode(node)) return constantOrNull(node.getTypeNode(), scope);
  if (Node.isIndexedAccessTypeNode(node)) {
    const property = declaredProperty(node);
    return property === null ? null : (scope.constants.get(property) ?? null);
  }
  if (Node.isTypeReference(node)) {
    const declaration = typeDeclaration(node.getTypeName());
    if (declaration === undefined) return null;
    const bound = scope.typeParameters.get(declaration);
    if (bound !== undefined) return boundOrNull(bound.node, bound.scope);
    if (Node.isTypeAliasDeclaration(declaration)) {
      const target = declaration.getTypeNode();
      const args = node.getTypeArguments().map((argument) => ({ node: argument, scope }));
      const inner = withTypeArguments(scope, declaration.getTypeParameters(), args);
      return target === undefined ? null : boundOrNull(target, inner);
    }
  }
  return null;
}
