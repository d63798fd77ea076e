import type { Node, Expression as TsExpression, VariableDeclaration } from "ts-morph";
import { type Expression, local } from "../ir/expression.js";
import type { Operator, Written } from "../ir/model.js";
import { type Type, unnamed } from "../ir/type.js";
import { capitalised } from "./capitalised.js";
import { refuse, writtenAt } from "./diagnostics.js";
import { documentation } from "./documentation.js";
import { type Ending, extend, type ModelFunction, type Scope, type Value } from "./value.js";

/** What is known of the whole model while its functions are compiled. */
export interface ModelShape {
  readonly variables: ReadonlySet<string>;
  readonly constants: ReadonlySet<string>;
  /** Names that no operator may have: those of the actions and the invariants. */
  readonly reserved: ReadonlySet<string>;
  /** Whether a name of the vocabulary (`at`) is meant by this declaration, and not one of the model. */
  readonly isVocabulary: (declaration: Node) => boolean;
  /** Whether a node is written in the files of a bundle: a policy's, and not the model's own. */
  readonly isOfBundle: (node: Node) => boolean;
  /** The heading of the section that a function belongs to. */
  readonly sectionOf: (declaration: Node) => string;
}

/** The two halves of the interpreter, handed in so that the files of this room need no cycles. */
export interface Interpreter {
  evaluate(evaluation: Evaluation, node: TsExpression, scope: Scope): Value;
  functionEnding(evaluation: Evaluation, node: ModelFunction, scope: Scope): Ending;
}

/** An operator, and what its function was called with: each argument that is not passed to it. */
export interface KnownOperator {
  readonly operator: Operator;
  readonly seen: readonly (Value | "passed" | "state")[];
}

/**
 * The compilation of one model: what has been compiled so far, and names that are still free. One
 * instance serves all functions of a model, since they share operators.
 */
export class Evaluation {
  readonly operators = new Map<ModelFunction, KnownOperator | "inline">();
  /** Constants of the model's files that became operators. */
  readonly #constants = new Map<VariableDeclaration, Expression>();
  readonly operatorList: Operator[] = [];
  readonly places = new Map<object, Written>();
  /** The functions that are being compiled, outermost first. */
  readonly callStack: ModelFunction[] = [];
  #taken: Set<string>;

  constructor(
    readonly shape: ModelShape,
    readonly interpreter: Interpreter,
  ) {
    this.#taken = this.#declared();
  }

  /** What `node` stands for, where the names of `scope` are known. */
  evaluate(node: TsExpression, scope: Scope): Value {
    return this.interpreter.evaluate(this, node, scope);
  }

  /** `evaluate`, as an expression of the IR. */
  expression(node: TsExpression, scope: Scope): Expression {
    return this.asExpression(this.evaluate(node, scope), node);
  }

  #declared(): Set<string> {
    return new Set([...this.shape.variables, ...this.shape.constants]);
  }

  /** Runs `body` with names of its own: two actions may use the same name, one action may not. */
  withFreshNames<Result>(body: () => Result): Result {
    const outer = this.#taken;
    this.#taken = this.#declared();
    try {
      return body();
    } finally {
      this.#taken = outer;
    }
  }

  /** `wanted`, or if it is taken in this scope, `wanted` with the first number that is free. */
  fresh(wanted: string): string {
    let name = wanted;
    for (let number = 2; this.#taken.has(name); number++) name = `${wanted}${number}`;
    this.#taken.add(name);
    return name;
  }

  /** A free name for an index: `i`, `j`, `k` … as mathematics has it. */
  freshIndex(): string {
    return this.fresh(["i", "j", "k", "l", "m", "n"].find((name) => !this.#taken.has(name)) ?? "i");
  }

  /**
   * The value of a constant at the top of a file. Numbers and tables get operators of their own, as
   * they have names of their own in the model; anything else is compiled where it is used.
   */
  constant(declaration: VariableDeclaration, compute: () => Value): Value {
    const known = this.#constants.get(declaration);
    if (known !== undefined) return { kind: "expression", expression: known };
    const value = this.withFreshNames(compute);
    if (value.kind !== "expression" || !deservesName(value.expression)) return compute();
    const operator: Operator = this.located(
      {
        name: this.operatorName(declaration.getName()),
        parameters: [],
        body: value.expression,
        doc: documentation(declaration),
        section: this.shape.sectionOf(declaration),
      },
      declaration,
    );
    this.operatorList.push(operator);
    const call: Expression = { kind: "call", operator: operator.name, args: [] };
    this.#constants.set(declaration, call);
    return { kind: "expression", expression: call };
  }

  /** The name of the operator for the function `name`; a second function of that name gets a number. */
  operatorName(name: string): string {
    const wanted = capitalised(name);
    const isTaken = (candidate: string): boolean =>
      this.operatorList.some((operator) => operator.name === candidate) ||
      this.shape.reserved.has(candidate);
    let free = wanted;
    for (let number = 2; isTaken(free); number++) free = `${wanted}${number}`;
    return free;
  }

  /** Remembers where `part` was written, and returns it. */
  located<Part extends object>(
    part: Part,
    node: Node,
    more: Pick<Written, "alternatives"> = {},
  ): Part {
    if (!this.places.has(part)) this.places.set(part, { ...writtenAt(node), ...more });
    return part;
  }

  /** Binds what `declaration` declares to a new local of the same or a similar name. */
  bindLocal(
    scope: Scope,
    declaration: Node,
    name: string,
  ): { readonly scope: Scope; readonly local: string } {
    const fresh = this.fresh(name);
    const value: Value = { kind: "expression", expression: local(fresh) };
    return { scope: extend(scope, declaration, value), local: fresh };
  }

  /** The value as an expression of the IR; refuses what has no such form. */
  asExpression(value: Value, node: Node): Expression {
    switch (value.kind) {
      case "expression":
        return value.expression;
      case "record":
        return this.located(
          {
            kind: "record",
            fields: [...value.fields].map(([name, field]) => ({ name, value: field })),
          },
          node,
        );
      case "sequence":
        return this.#copyOf(value.expression, value.item);
      case "state":
        throw refuse("L105", node, "the whole state cannot be used as a value here");
      case "parameters":
        throw refuse("L105", node, "the parameters of the model cannot be used as a value here");
      case "function":
        throw refuse("L116", node, "a function cannot be used as a value here");
      case "deferred":
        throw refuse(
          "L116",
          node,
          `\`${value.property.getName()}\` cannot be used as a value here`,
        );
      case "picked":
        throw refuse("L117", node, "what `.filter` leaves has no fixed length");
    }
  }

  /** A parameter array as a value: items of parameters are counted otherwise in TLA+ than those of values. */
  #copyOf(sequence: Expression, item: Type): Expression {
    const index = this.freshIndex();
    const of: Expression = { kind: "item", of: sequence, index: local(index) };
    const inner = unnamed(item);
    const copied = inner.kind === "sequence" || inner.kind === "array";
    return {
      kind: "generate",
      index,
      length: { kind: "length", of: sequence },
      item: copied ? this.#copyOf(of, inner.item) : of,
    };
  }
}

/** A number is worth a name, and so is a table; other constants say more where they are used. */
function deservesName(expression: Expression): boolean {
  return (
    expression.kind === "array" ||
    expression.kind === "generate" ||
    (expression.kind === "literal" && typeof expression.value === "number")
  );
}
