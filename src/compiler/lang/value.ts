import type {
  ArrowFunction,
  FunctionDeclaration,
  FunctionExpression,
  MethodDeclaration,
  Node,
  PropertyAssignment,
  ShorthandPropertyAssignment,
} from "ts-morph";
import type { Expression } from "../ir/expression.js";
import type { Type } from "../ir/type.js";

/** A function of the model whose body can be read. */
export type ModelFunction =
  | FunctionDeclaration
  | FunctionExpression
  | ArrowFunction
  | MethodDeclaration;

/**
 * What an expression of the model stands for while it is compiled. Records of known shape, the
 * state and the parameters of the model exist only here: in the IR they have become expressions,
 * updates of variables and constants.
 */
export type Value =
  | { readonly kind: "expression"; readonly expression: Expression }
  /** A record literal: reading a field of it needs no record at all. */
  | { readonly kind: "record"; readonly fields: ReadonlyMap<string, Expression> }
  /** The current state with some variables changed. */
  | {
      readonly kind: "state";
      readonly updates: ReadonlyMap<string, Expression>;
      /** Where updates were written, if each was in one place. */
      readonly nodes?: ReadonlyMap<string, Node>;
    }
  /** The parameters of the model, or a part of them that is not a constant yet. */
  | { readonly kind: "parameters"; readonly fields: ReadonlyMap<string, Value> }
  /** A parameter of the model that is an array, or an item of one that is an array itself. */
  | { readonly kind: "sequence"; readonly expression: Expression; readonly item: Type }
  /** A function, with the names that were in scope where it was written. */
  | {
      readonly kind: "function";
      readonly node: ModelFunction;
      readonly name: string;
      readonly scope: Scope;
    }
  /** A part of a bundle that is compiled when it is first used. */
  | {
      readonly kind: "deferred";
      readonly property: MethodDeclaration | PropertyAssignment | ShorthandPropertyAssignment;
    }
  /** Array items picked by a condition: only their number can be asked for. */
  | {
      readonly kind: "picked";
      readonly index: string;
      readonly length: Expression;
      readonly condition: Expression;
    };

export type FunctionValue = Extract<Value, { kind: "function" }>;

export const CURRENT_STATE: Value = { kind: "state", updates: new Map() };

export function expressionValue(expression: Expression): Value {
  return { kind: "expression", expression };
}

/**
 * The parameters and local constants that can be seen, by their declarations: a name alone could
 * be that of another variable in an inner block. Inner scopes extend outer ones.
 */
export type Scope = ReadonlyMap<Node, Value>;

export const EMPTY_SCOPE: Scope = new Map();

export function extend(scope: Scope, declaration: Node, value: Value): Scope {
  return new Map([...scope, [declaration, value]]);
}

/**
 * What the body of a function comes to: its `return`s, with the conditions and names on the way.
 * `node` is where the part was written.
 */
export type Ending =
  | { readonly kind: "return"; readonly value: Value; readonly node: Node }
  | {
      readonly kind: "if";
      readonly condition: Expression;
      readonly whenTrue: Ending;
      readonly whenFalse: Ending;
      readonly node: Node;
    }
  | {
      readonly kind: "let";
      readonly name: string;
      readonly value: Expression;
      readonly body: Ending;
      readonly node: Node;
    };
