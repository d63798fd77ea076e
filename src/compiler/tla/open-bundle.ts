import type { Model } from "../ir/model.js";
import { unnamed } from "../ir/type.js";

/** A function that a module leaves open: an operator among its constants. */
export interface OpenFunction {
  readonly name: string;
  readonly parameters: readonly string[];
  readonly doc: string;
}

/**
 * A bundle that a module leaves open: its functions, and the values of the variable that keeps what it
 * remembers, are constants. A module of each bundle defines them.
 */
export interface OpenBundle {
  /** The section of its operators. */
  readonly section: string;
  readonly functions: readonly OpenFunction[];
  /** The variable of what it remembers. */
  readonly memory: string;
  /** The constant that is the set of its values. */
  readonly type: string;
  readonly typeDoc: string;
  /** The constant that is its first value. */
  readonly first: string;
  readonly firstDoc: string;
}

/**
 * The model to be printed with the bundle in it left open: what that remembers is some type, and begins
 * with some value of it.
 *
 * @throws Error where `model` does not give a function all its parameters: a mistake of the caller's
 */
export function withOpenBundle(model: Model, open: OpenBundle): Model {
  for (const { name, parameters } of open.functions) {
    const found = model.operators.find((operator) => operator.name === name);
    if (found?.parameters.join() !== parameters.join()) {
      throw new Error(`${model.name} does not call ${name}(${parameters.join(", ")})`);
    }
  }
  return {
    ...model,
    variables: model.variables.map((variable) =>
      variable.name === open.memory
        ? {
            ...variable,
            type: { kind: "named", name: open.type, doc: "", type: unnamed(variable.type) },
            initial: { kind: "constant", name: open.first },
          }
        : variable,
    ),
  };
}

/** The constants of what is left open, in the order of their declaration, each with its comment. */
export function openConstants({
  type,
  typeDoc,
  first,
  firstDoc,
  functions,
}: OpenBundle): readonly (readonly [declaration: string, doc: string])[] {
  return [
    [type, typeDoc],
    [first, firstDoc],
    ...functions.map(({ name, parameters, doc }) => {
      return [`${name}(${parameters.map(() => "_").join(", ")})`, doc] as const;
    }),
  ];
}
