import {
  type InterfaceDeclaration,
  Node,
  SyntaxKind,
  type TypeLiteralNode,
  type TypeNode,
  type TypeReferenceNode,
} from "ts-morph";
import { literal } from "../ir/expression.js";
import type { Field, Type } from "../ir/type.js";
import { lowerBound, lowerConstant, oneLess } from "./bounds.js";
import { refuse } from "./diagnostics.js";
import { documentation } from "./documentation.js";
import { numberOfLiteral, requireFieldName, requireInteger, requireString } from "./literals.js";
import { declaredProperty } from "./properties.js";
import { type TypeScope, typeDeclaration, withTypeArguments } from "./type-scope.js";
import { joinTypes } from "./unions.js";

/** The set of values that the type `node` describes. Throws a diagnostic for types outside the subset. */
export function lowerType(node: TypeNode, scope: TypeScope): Type {
  if (Node.isParenthesizedTypeNode(node)) return lowerType(node.getTypeNode(), scope);
  switch (node.getKind()) {
    case SyntaxKind.BooleanKeyword:
      return { kind: "boolean" };
    case SyntaxKind.NumberKeyword:
      throw refuse("L120", node, "`number` has no bounds");
    case SyntaxKind.StringKeyword:
      throw refuse("L120", node, "`string` has no bounds");
  }
  if (Node.isLiteralTypeNode(node)) return lowerLiteral(node);
  if (Node.isUnionTypeNode(node)) {
    const parts = node.getTypeNodes().map((part) => lowerType(part, scope));
    return joinTypes(parts, node);
  }
  if (Node.isTypeLiteral(node)) return { kind: "record", fields: lowerFields(node, scope) };
  if (Node.isTypeOperatorTypeNode(node) && node.getOperator() === SyntaxKind.ReadonlyKeyword) {
    return lowerType(node.getTypeNode(), scope);
  }
  if (Node.isArrayTypeNode(node)) {
    return { kind: "sequence", item: lowerType(node.getElementTypeNode(), scope), nonEmpty: false };
  }
  if (Node.isTupleTypeNode(node)) return lowerTuple(node.getElements(), node, scope);
  if (Node.isIndexedAccessTypeNode(node)) {
    const declared = declaredProperty(node)?.getTypeNode();
    if (declared !== undefined) return lowerType(declared, scope);
  }
  if (Node.isTypeReference(node)) return lowerReference(node, scope);
  throw refuse("L121", node, `the type \`${node.getText()}\` cannot be compiled`);
}

function lowerLiteral(node: TypeNode): Type {
  if (!Node.isLiteralTypeNode(node)) throw refuse("L121", node, "this type cannot be compiled");
  const value = node.getLiteral();
  if (Node.isNullLiteral(value)) return { kind: "none" };
  if (Node.isStringLiteral(value)) {
    return { kind: "enumeration", values: [requireString(node, value.getLiteralValue())] };
  }
  const number = numberOfLiteral(node);
  if (Number.isInteger(number)) {
    const exact = literal(requireInteger(node, number));
    return { kind: "integer", low: exact, high: exact };
  }
  throw refuse("L121", node, `the type \`${node.getText()}\` cannot be compiled`);
}

/** `[Item, ...Item[]]`: an array that is not empty. */
function lowerTuple(elements: readonly TypeNode[], node: TypeNode, scope: TypeScope): Type {
  const [first, second, ...rest] = elements;
  const more = Node.isRestTypeNode(second) ? second.getTypeNode() : undefined;
  if (
    first !== undefined &&
    rest.length === 0 &&
    Node.isArrayTypeNode(more) &&
    more.getElementTypeNode().getText() === first.getText()
  ) {
    return { kind: "sequence", item: lowerType(first, scope), nonEmpty: true };
  }
  throw refuse("L121", node, `the tuple \`${node.getText()}\` cannot be compiled`);
}

/** The fields of an interface, inherited ones first; one that is declared again has its new type. */
export function interfaceFields(
  declaration: InterfaceDeclaration,
  scope: TypeScope,
): readonly Field[] {
  if ((declaration.getSymbol()?.getDeclarations().length ?? 0) > 1) {
    throw refuse("L121", declaration, "an interface in several parts cannot be compiled");
  }
  const fields = new Map<string, Field>();
  for (const field of [
    ...inheritedFields(declaration, scope),
    ...lowerFields(declaration, scope),
  ]) {
    fields.set(field.name, field);
  }
  return [...fields.values()];
}

function inheritedFields(declaration: InterfaceDeclaration, scope: TypeScope): readonly Field[] {
  return declaration.getExtends().flatMap((clause) => {
    const parent = typeDeclaration(clause.getExpression());
    if (!Node.isInterfaceDeclaration(parent) || parent.getSourceFile().isDeclarationFile()) {
      throw refuse("L121", clause, "a state can only extend interfaces of the model");
    }
    const args = clause.getTypeArguments().map((argument) => ({ node: argument, scope }));
    return interfaceFields(parent, withTypeArguments(scope, parent.getTypeParameters(), args));
  });
}

function lowerFields(
  owner: InterfaceDeclaration | TypeLiteralNode,
  scope: TypeScope,
): readonly Field[] {
  return owner.getMembers().map((member) => {
    if (!Node.isPropertySignature(member)) {
      throw refuse("L121", member, "a record has fields only: no methods and no index");
    }
    const type = member.getTypeNode();
    if (type === undefined || member.hasQuestionToken()) {
      throw refuse("L121", member, "a field needs a type, and cannot be optional: use `null`");
    }
    const name = requireFieldName(member, member.getName());
    return { name, type: lowerType(type, scope), doc: documentation(member) };
  });
}

function lowerReference(node: TypeReferenceNode, scope: TypeScope): Type {
  const declaration = typeDeclaration(node.getTypeName());
  const args = node.getTypeArguments();
  if (declaration === undefined)
    throw refuse("L121", node, `the type \`${node.getText()}\` is not known`);
  if (Node.isTypeParameterDeclaration(declaration)) {
    const bound = scope.typeParameters.get(declaration);
    if (bound === undefined)
      throw refuse("L121", node, `nothing is known of \`${node.getText()}\` here`);
    return lowerType(bound.node, bound.scope);
  }
  if (scope.isVocabulary(declaration)) return lowerVocabulary(node, declaration, args, scope);
  if (declaration.getSourceFile().isDeclarationFile()) return lowerForeign(node, args, scope);
  if (scope.lowering.has(declaration)) {
    throw refuse("L120", node, `\`${node.getText()}\` contains itself`);
  }
  const inner: TypeScope = {
    ...withTypeArguments(
      scope,
      Node.isTypeParametered(declaration) ? declaration.getTypeParameters() : [],
      args.map((argument) => ({ node: argument, scope })),
    ),
    lowering: new Set([...scope.lowering, declaration]),
  };
  const type = lowerDeclared(node, declaration, inner);
  // A generic type is not one set but a family of them: it has no name in TLA+.
  if (args.length > 0) return type;
  return {
    kind: "named",
    name: node.getTypeName().getText(),
    doc: documentation(declaration),
    type,
  };
}

function lowerDeclared(node: TypeReferenceNode, declaration: Node, scope: TypeScope): Type {
  if (Node.isInterfaceDeclaration(declaration)) {
    return { kind: "record", fields: interfaceFields(declaration, scope) };
  }
  const target = Node.isTypeAliasDeclaration(declaration) ? declaration.getTypeNode() : undefined;
  if (target === undefined) {
    throw refuse("L121", node, `the type \`${node.getText()}\` cannot be compiled`);
  }
  return lowerType(target, scope);
}

/** The types of TypeScript itself that the subset has. */
function lowerForeign(node: TypeReferenceNode, args: readonly TypeNode[], scope: TypeScope): Type {
  const [first] = args;
  const name = node.getTypeName().getText();
  if (first !== undefined && name === "Readonly") return lowerType(first, scope);
  if (first !== undefined && (name === "ReadonlyArray" || name === "Array")) {
    return { kind: "sequence", item: lowerType(first, scope), nonEmpty: false };
  }
  throw refuse("L121", node, `the type \`${node.getText()}\` cannot be compiled`);
}

/** The types of `spec/language.ts`. */
function lowerVocabulary(
  node: TypeReferenceNode,
  declaration: Node,
  args: readonly TypeNode[],
  scope: TypeScope,
): Type {
  const [first, second] = args;
  const name = Node.isTypeAliasDeclaration(declaration) ? declaration.getName() : "";
  switch (name) {
    case "Positive":
      return { kind: "integer", low: literal(1) };
    case "Range":
      if (first === undefined || second === undefined) break;
      return { kind: "integer", low: lowerBound(first, scope), high: lowerBound(second, scope) };
    case "Below":
      if (first === undefined) break;
      return { kind: "integer", low: literal(0), high: oneLess(lowerBound(first, scope)) };
    case "Index":
      if (first === undefined) break;
      return {
        kind: "integer",
        low: literal(0),
        high: oneLess({ kind: "length", of: lowerConstant(first, scope) }),
      };
    case "Vector":
      if (first === undefined || second === undefined) break;
      return { kind: "array", item: lowerType(first, scope), length: lowerBound(second, scope) };
    case "Ragged":
      if (first === undefined || second === undefined) break;
      return {
        kind: "ragged",
        item: lowerType(first, scope),
        lengths: lowerConstant(second, scope),
      };
  }
  throw refuse("L121", node, `the type \`${node.getText()}\` cannot be compiled`);
}
