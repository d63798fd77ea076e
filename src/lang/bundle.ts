import { Node, type ObjectLiteralExpression, type SourceFile, type TypeNode } from "ts-morph";
import { refuse } from "./diagnostics.js";
import { documentation } from "./documentation.js";
import { typeDeclaration } from "./type-scope.js";

/**
 * The functions and values that a model takes as one of its parameters: a policy. In the IR they
 * are part of the model, so each bundle makes a model of its own.
 */
export interface Bundle {
  /** The interface that it implements: "Policy". */
  readonly kind: string;
  readonly name: string;
  readonly doc: string;
  readonly object: ObjectLiteralExpression;
  /** The type arguments of its interface (`Policy<Memory>`). */
  readonly typeArguments: readonly TypeNode[];
}

/** The one exported constant of `file` whose type is the interface `interfaceName`. */
export function findBundle(file: SourceFile, interfaceName: string): Bundle {
  const found = file.getVariableDeclarations().flatMap((declaration): readonly Bundle[] => {
    if (!declaration.isExported()) return [];
    const initializer = declaration.getInitializer();
    const satisfied = Node.isSatisfiesExpression(initializer) ? initializer : undefined;
    const object = satisfied?.getExpression() ?? initializer;
    const annotation = declaration.getTypeNode() ?? satisfied?.getTypeNode();
    if (!Node.isTypeReference(annotation) || !Node.isObjectLiteralExpression(object)) return [];
    const type = typeDeclaration(annotation.getTypeName());
    if (!Node.isInterfaceDeclaration(type) || type.getName() !== interfaceName) return [];
    return [
      {
        kind: interfaceName,
        name: declaration.getName(),
        doc: documentation(declaration),
        object,
        typeArguments: annotation.getTypeArguments(),
      },
    ];
  });
  const [first, second] = found;
  if (first === undefined) {
    throw refuse("L140", file, `this file exports no ${interfaceName.toLowerCase()}`);
  }
  if (second !== undefined) {
    throw refuse(
      "L141",
      second.object,
      `this file exports \`${first.name}\` and \`${second.name}\``,
    );
  }
  return first;
}
