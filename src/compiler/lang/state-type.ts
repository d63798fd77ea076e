import { type FunctionDeclaration, type InterfaceDeclaration, Node } from "ts-morph";
import type { Variable } from "../ir/model.js";
import { refuse } from "./diagnostics.js";
import { checkFinite } from "./finite.js";
import type { ModelParameters } from "./parameters.js";
import {
  type TypeInScope,
  type TypeScope,
  typeDeclaration,
  withTypeArguments,
} from "./type-scope.js";
import { interfaceFields } from "./types.js";

/** A field of the state: a variable whose initial value is not known yet. */
export type StateField = Omit<Variable, "initial">;

/** The interface whose fields are knowledge of the observer, not of the system. */
const GHOST = "Ghost";

/** The fields of the state: of the type that `initial` says it returns. */
export function stateFields(
  initial: FunctionDeclaration,
  parameters: ModelParameters,
  scope: TypeScope,
): readonly StateField[] {
  const returned = initial.getReturnTypeNode();
  const declaration = Node.isTypeReference(returned)
    ? typeDeclaration(returned.getTypeName())
    : undefined;
  if (!Node.isTypeReference(returned) || !Node.isInterfaceDeclaration(declaration)) {
    throw refuse("L131", initial, "`initial` must say that it returns the state, an interface");
  }
  // `initial<Memory>(config: Config<Memory>): State<Memory>`: follow the type parameters.
  const inner = withTypeArguments(
    scope,
    declaration.getTypeParameters(),
    returned
      .getTypeArguments()
      .map((argument) => boundArgument(initial, argument, parameters) ?? { node: argument, scope }),
  );
  const ghosts = new Set(
    withBases(declaration)
      .filter((owner) => owner.getName() === GHOST)
      .flatMap((owner) => owner.getProperties().map((property) => property.getName())),
  );
  return interfaceFields(declaration, inner).map(({ name, type, doc }) => {
    const property = declaration.getType().getProperty(name)?.getDeclarations()[0];
    checkFinite(type, name, property ?? declaration);
    return { name, type, doc, ghost: ghosts.has(name) };
  });
}

/** The interface, and all that it extends. */
function withBases(declaration: InterfaceDeclaration): readonly InterfaceDeclaration[] {
  const bases = declaration.getBaseDeclarations().filter(Node.isInterfaceDeclaration);
  return [declaration, ...bases.flatMap(withBases)];
}

/** What a type parameter of `initial` stands for, by its place in the type of the parameters. */
function boundArgument(
  initial: FunctionDeclaration,
  argument: Node,
  parameters: ModelParameters,
): TypeInScope | undefined {
  if (!Node.isTypeReference(argument)) return undefined;
  const target = typeDeclaration(argument.getTypeName());
  const config = initial.getParameters()[0]?.getTypeNode();
  if (!Node.isTypeReference(config)) return undefined;
  const position = config
    .getTypeArguments()
    .findIndex(
      (given) => Node.isTypeReference(given) && typeDeclaration(given.getTypeName()) === target,
    );
  return parameters.typeArguments[position];
}
