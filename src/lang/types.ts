import {
  type InterfaceDeclaration,
  Node,
  type PropertySignature,
  SyntaxKind,
  type TypeNode,
  type TypeReferenceNode,
} from "ts-morph";
import { literal } from "../ir/expression.js";
import { type Field, type Type, unnamed, type Variant } from "../ir/type.js";
import { lowerBound, lowerConstant, oneLess } from "./bounds.js";
import { refuse } from "./diagnostics.js";
import { documentation } from "./documentation.js";
import { declaredProperty } from "./properties.js";
import { type TypeScope, typeDeclaration, withTypeArguments } from "./type-scope.js";

/** The set of values that the type `node` describes. Throws a fault for types outside the subset. */
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
  if (Node.isUnionTypeNode(node)) return lowerUnion(node.getTypeNodes(), node, scope);
  if (Node.isTypeLiteral(node)) {
    return { kind: "record", fields: lowerFields(node.getProperties(), scope) };
  }
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
  if (Node.isStringLiteral(value))
    return { kind: "enumeration", values: [value.getLiteralValue()] };
  const number = Number(node.getText());
  if (Number.isSafeInteger(number))
    return { kind: "integer", low: literal(number), high: literal(number) };
  throw refuse("L121", node, `the type \`${node.getText()}\` cannot be compiled`);
}

/** `null`, strings, numbers in a row, or records that differ in a tag. */
function lowerUnion(parts: readonly TypeNode[], node: TypeNode, scope: TypeScope): Type {
  const isNull = (part: TypeNode): boolean =>
    Node.isLiteralTypeNode(part) && Node.isNullLiteral(part.getLiteral());
  const [first, ...rest] = parts.filter((part) => !isNull(part));
  if (first === undefined) return { kind: "none" };
  const of = rest.length === 0 ? lowerType(first, scope) : join([first, ...rest], node, scope);
  return parts.some(isNull) ? { kind: "nullable", of } : of;
}

function join(parts: readonly TypeNode[], node: TypeNode, scope: TypeScope): Type {
  const types = parts.map((part) => unnamed(lowerType(part, scope)));
  if (types.every((type) => type.kind === "enumeration")) {
    return { kind: "enumeration", values: [...new Set(types.flatMap((type) => type.values))] };
  }
  const numbers = types.map((type) =>
    type.kind === "integer" && type.low.kind === "literal" && typeof type.low.value === "number"
      ? type.low.value
      : Number.NaN,
  );
  const low = Math.min(...numbers);
  const high = Math.max(...numbers);
  if (new Set(numbers).size === high - low + 1) {
    return { kind: "integer", low: literal(low), high: literal(high) };
  }
  const records = types.flatMap((type) => (type.kind === "record" ? [type.fields] : []));
  if (records.length < types.length) {
    throw refuse(
      "L121",
      node,
      `the union \`${node.getText().replace(/\s+/g, " ")}\` cannot be compiled`,
    );
  }
  const tag = records[0]?.find((field) =>
    records.every((fields) => tagValue(fields, field.name) !== null),
  );
  if (tag === undefined)
    throw refuse("L123", node, "the alternatives of this union have no tag in common");
  return {
    kind: "union",
    tag: tag.name,
    variants: records.map(
      (fields): Variant => ({
        tag: tagValue(fields, tag.name) ?? "",
        fields: fields.filter((field) => field.name !== tag.name),
      }),
    ),
  };
}

function tagValue(fields: readonly Field[], name: string): string | null {
  const type = fields.find((field) => field.name === name)?.type;
  return type?.kind === "enumeration" && type.values.length === 1 ? (type.values[0] ?? null) : null;
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

/** The fields of an interface, inherited ones first. */
export function interfaceFields(
  declaration: InterfaceDeclaration,
  scope: TypeScope,
): readonly Field[] {
  return [
    ...inheritedFields(declaration, scope),
    ...lowerFields(declaration.getProperties(), scope),
  ];
}

function inheritedFields(declaration: InterfaceDeclaration, scope: TypeScope): readonly Field[] {
  return declaration.getExtends().flatMap((clause) => {
    const parent = typeDeclaration(clause.getExpression());
    if (!Node.isInterfaceDeclaration(parent)) {
      throw refuse("L121", clause, "a state can only extend interfaces");
    }
    const args = clause.getTypeArguments().map((argument) => ({ node: argument, scope }));
    return interfaceFields(parent, withTypeArguments(scope, parent.getTypeParameters(), args));
  });
}

function lowerFields(properties: readonly PropertySignature[], scope: TypeScope): readonly Field[] {
  return properties.map((property) => {
    const type = property.getTypeNode();
    if (type === undefined || property.hasQuestionToken()) {
      throw refuse("L121", property, "a field needs a type, and cannot be optional: use `null`");
    }
    return { name: property.getName(), type: lowerType(type, scope), doc: documentation(property) };
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
  const name = node.getTypeName().getText();
  if (scope.isVocabulary(declaration)) return lowerVocabulary(name, node, args, scope);
  // A generic type is not one set but a family of them: it has no name in TLA+.
  const inScope = args.map((argument) => ({ node: argument, scope }));
  const doc = documentation(declaration);
  if (Node.isInterfaceDeclaration(declaration)) {
    const inner = withTypeArguments(scope, declaration.getTypeParameters(), inScope);
    const record: Type = { kind: "record", fields: interfaceFields(declaration, inner) };
    return args.length === 0 ? { kind: "named", name, doc, type: record } : record;
  }
  if (Node.isTypeAliasDeclaration(declaration)) {
    const target = declaration.getTypeNode();
    if (target === undefined) throw refuse("L121", node, `the type \`${name}\` cannot be compiled`);
    if (declaration.getSourceFile().isDeclarationFile()) {
      if (name === "Readonly" && args[0] !== undefined) return lowerType(args[0], scope);
      throw refuse("L121", node, `the type \`${node.getText()}\` cannot be compiled`);
    }
    const inner = withTypeArguments(scope, declaration.getTypeParameters(), inScope);
    const type = lowerType(target, inner);
    return args.length === 0 ? { kind: "named", name, doc, type } : type;
  }
  throw refuse("L121", node, `the type \`${node.getText()}\` cannot be compiled`);
}

/** The types of `spec/language.ts`. */
function lowerVocabulary(
  name: string,
  node: TypeReferenceNode,
  args: readonly TypeNode[],
  scope: TypeScope,
): Type {
  const [first, second] = args;
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
