import { type InterfaceDeclaration, Node, type PropertySignature, type TypeNode } from "ts-morph";
import type { Expression } from "../ir/expression.js";
import type { Constant } from "../ir/model.js";
import { unnamed } from "../ir/type.js";
import type { Bundle } from "./bundle.js";
import { refuse } from "./diagnostics.js";
import { documentation } from "./documentation.js";
import { checkConstant } from "./finite.js";
import { type TypeInScope, type TypeScope, typeDeclaration } from "./type-scope.js";
import { lowerType } from "./types.js";
import { expressionValue, type Value } from "./value.js";

/** The parameters of a model: its constants, its bundles, and how its functions name them. */
export interface ModelParameters {
  readonly constants: readonly Constant[];
  /** The constants by the declarations of their properties. */
  readonly declared: ReadonlyMap<Node, Expression>;
  /** What the first argument of the model's functions stands for. */
  readonly value: Value;
  /** The interface of the parameters, if there are any, and what its type parameters stand for. */
  readonly declaration: InterfaceDeclaration | null;
  readonly typeArguments: readonly (TypeInScope | undefined)[];
}

/** A model without parameters. */
export const NO_PARAMETERS: ModelParameters = {
  constants: [],
  declared: new Map(),
  value: { kind: "parameters", fields: new Map() },
  declaration: null,
  typeArguments: [],
};

/** The interface of the parameters: the type of the first parameter of `initial`. */
export function parametersInterface(type: TypeNode | undefined): InterfaceDeclaration | null {
  if (!Node.isTypeReference(type)) return null;
  const declaration = typeDeclaration(type.getTypeName());
  return Node.isInterfaceDeclaration(declaration) ? declaration : null;
}

/**
 * Reads the parameters; `bundleFor` finds the bundle for an interface of functions.
 *
 * @param narrow whether a bundle that asks for more than its interface has by default is refused
 */
export function readParameters(
  declaration: InterfaceDeclaration,
  scope: TypeScope,
  bundleFor: (interfaceName: string) => Bundle | null,
  narrow: boolean,
): ModelParameters {
  const constants: Constant[] = [];
  const declared = new Map<Node, Expression>();
  const typeArguments: (TypeInScope | undefined)[] = declaration
    .getTypeParameters()
    .map(() => undefined);

  const readProperty = (property: PropertySignature): Value => {
    const type = property.getTypeNode();
    if (type === undefined) throw refuse("L121", property, "a parameter needs a type");
    const target = Node.isTypeReference(type) ? typeDeclaration(type.getTypeName()) : undefined;
    if (Node.isInterfaceDeclaration(target) && target.getMethods().length > 0) {
      const bundle = bundleFor(target.getName());
      if (bundle === null)
        throw refuse("L130", property, `nothing was given for \`${property.getName()}\``);
      bindTypeArguments(type, bundle);
      refuseWider(type, target, bundle, narrow);
      return bundleValue(bundle);
    }
    if (Node.isInterfaceDeclaration(target)) return readInterface(target);
    const name = property.getName();
    if (constants.some((constant) => constant.name === name)) {
      throw refuse("L133", property, `there are two parameters named \`${name}\``);
    }
    const expression: Expression = { kind: "constant", name };
    const lowered = lowerType(type, scope);
    checkConstant(lowered, name, property);
    constants.push({ name, type: lowered, doc: documentation(property) });
    declared.set(property, expression);
    const plain = unnamed(lowered);
    return plain.kind === "sequence" || plain.kind === "array"
      ? { kind: "sequence", expression, item: plain.item }
      : expressionValue(expression);
  };
  const readInterface = (owner: InterfaceDeclaration): Value => ({
    kind: "parameters",
    fields: new Map(
      owner.getProperties().map((property) => [property.getName(), readProperty(property)]),
    ),
  });
  /** `policy: Policy<Memory>` with `Policy<Mine>` given: `Memory` stands for `Mine`. */
  const bindTypeArguments = (type: TypeNode, bundle: Bundle): void => {
    if (!Node.isTypeReference(type)) return;
    for (const [index, argument] of type.getTypeArguments().entries()) {
      const parameter = Node.isTypeReference(argument)
        ? typeDeclaration(argument.getTypeName())
        : undefined;
      const position = Node.isTypeParameterDeclaration(parameter)
        ? declaration.getTypeParameters().indexOf(parameter)
        : -1;
      const given = bundle.typeArguments[index];
      if (position < 0 || given === undefined) continue;
      // The bounds of a bundle's own types name the model's constants, all of which are known by then.
      typeArguments[position] = { node: given, scope: { ...scope, constants: declared } };
    }
  };

  const value = readInterface(declaration);
  return { constants, declared, value, declaration, typeArguments };
}

/**
 * `policy: Policy<Memory>`, whose other parameters have defaults, with `Policy<Mine, Wider>` given:
 * the model gives the default, and `Wider` must be nothing else. The same where the model could give
 * more, and this machine does not (`narrow`).
 */
function refuseWider(
  type: TypeNode,
  declaration: InterfaceDeclaration,
  { typeArguments }: Bundle,
  narrow: boolean,
): void {
  const own = Node.isTypeReference(type) && !narrow ? type.getTypeArguments().length : 0;
  const parameters = declaration.getTypeParameters();
  for (const [index, given] of typeArguments.entries()) {
    const standard = index < own ? undefined : parameters[index]?.getDefault();
    if (standard === undefined || isSameType(standard, given)) continue;
    throw refuse("L146", given, `this model does not tell a policy \`${given.getText()}\``);
  }
}

function isSameType(one: TypeNode, other: TypeNode): boolean {
  return (
    Node.isTypeReference(one) &&
    Node.isTypeReference(other) &&
    typeDeclaration(one.getTypeName()) === typeDeclaration(other.getTypeName())
  );
}

function bundleValue(bundle: Bundle): Value {
  const fields = [...bundle.parts].map(([name, property]): [string, Value] => [
    name,
    { kind: "deferred", property },
  ]);
  return { kind: "parameters", fields: new Map(fields) };
}
