import { Node, type TypeNode } from "ts-morph";
import type { Expression } from "../ir/expression.js";
import { declarationsOf } from "./names.js";

/** A type as written, and what the type parameters in it stand for. */
export interface TypeInScope {
  readonly node: TypeNode;
  readonly scope: TypeScope;
}

/** What is known while a type is read. */
export interface TypeScope {
  /** The type parameters (their declarations), each with the type that it stands for. */
  readonly typeParameters: ReadonlyMap<Node, TypeInScope>;
  /** The properties that are constants of the model, by their declarations. */
  readonly constants: ReadonlyMap<Node, Expression>;
  /** The parameters of an action before the one that is read. */
  readonly locals: ReadonlyMap<string, Expression>;
  /** The named types that are being read: one of them in itself is infinite. */
  readonly lowering: ReadonlySet<Node>;
  /** Whether a declaration belongs to the vocabulary (`Range`, `Vector`, …). */
  readonly isVocabulary: (declaration: Node) => boolean;
}

/** `scope` inside a generic declaration whose type parameters are given `args`. */
export function withTypeArguments(
  scope: TypeScope,
  parameters: readonly Node[],
  args: readonly TypeInScope[],
): TypeScope {
  const typeParameters = new Map(scope.typeParameters);
  for (const [index, parameter] of parameters.entries()) {
    const arg = args[index];
    if (arg !== undefined) typeParameters.set(parameter, arg);
  }
  return { ...scope, typeParameters };
}

/** The one declaration that a type reference names. */
export function typeDeclaration(node: Node): Node | undefined {
  return declarationsOf(node).find(
    (declaration) =>
      Node.isTypeAliasDeclaration(declaration) ||
      Node.isInterfaceDeclaration(declaration) ||
      Node.isTypeParameterDeclaration(declaration),
  );
}
