import type { Expression } from "../../compiler/ir/expression.js";
import type { Model } from "../../compiler/ir/model.js";
import type { Step } from "../../compiler/ir/step.js";
import { componentTypes, type Type, unnamed } from "../../compiler/ir/type.js";
import type { ReductionName } from "./reductions.js";

/** A type whose values the model only compares for equality, and its variables. */
export interface SymmetricType {
  /** The name that the model gives it: `Rip`. */
  readonly name: string;
  readonly variables: readonly string[];
}

/**
 * The integer types of the model of which only equality matters: their values are copied and
 * compared with each other, and nothing else is done with them. Exchanging two values in a whole
 * behaviour then gives another behaviour of the model, with the same properties.
 */
export function symmetricTypes(model: Model): readonly SymmetricType[] {
  const names = new Set(model.variables.flatMap(({ type }) => directName(type) ?? []));
  return [...names].flatMap((name) => {
    const isOnlyCopied = new EqualityOnly(model, name).holds();
    const variables = model.variables.filter(({ type }) => directName(type) === name);
    return isOnlyCopied ? [{ name, variables: variables.map((variable) => variable.name) }] : [];
  });
}

/** The symmetric types that an exploration with these reductions uses. */
export function usedSymmetry(
  model: Model,
  reductions: readonly ReductionName[],
): readonly SymmetricType[] {
  return reductions.includes("symmetry") ? symmetricTypes(model) : [];
}

/** The name of a named integer type, or of one that may also be null. */
function directName(type: Type): string | null {
  if (type.kind === "nullable") return directName(type.of);
  if (type.kind !== "named") return null;
  return unnamed(type).kind === "integer" ? type.name : null;
}

function contains(type: Type, name: string): boolean {
  return (
    (type.kind === "named" && type.name === name) ||
    componentTypes(type).some((part) => contains(part, name))
  );
}

/** What is known of a value: one of the type in question, `null`, or something else. */
type Kind = "symmetric" | "null" | "other";

/** Names, and what their values are. */
type Kinds = ReadonlyMap<string, Kind>;

/** Thrown where a value of the type is used in another way. */
class UsedOtherwise extends Error {}

/** The check for one type. */
class EqualityOnly {
  constructor(
    private readonly model: Model,
    private readonly name: string,
  ) {}

  holds(): boolean {
    const { model, name } = this;
    // Only as a whole variable: inside of records and arrays nothing is known.
    const isHidden = model.variables.some(
      ({ type }) => contains(type, name) && directName(type) !== name,
    );
    if (isHidden) return false;
    try {
      for (const { parameters, step } of model.actions) {
        const kinds = new Map(
          parameters.map((one) => [one.name, this.#kindOfType(one.type)] as const),
        );
        this.#step(step, kinds);
      }
      for (const { body } of model.invariants) this.#other(body, new Map());
      return true;
    } catch (error) {
      if (error instanceof UsedOtherwise) return false;
      throw error;
    }
  }

  #kindOfType(type: Type): Kind {
    if (directName(type) === this.name) return "symmetric";
    if (contains(type, this.name)) throw new UsedOtherwise();
    return "other";
  }

  #step(step: Step, kinds: Kinds): void {
    switch (step.kind) {
      case "disabled":
        return;
      case "if":
        this.#other(step.condition, kinds);
        this.#step(step.whenTrue, kinds);
        this.#step(step.whenFalse, kinds);
        return;
      case "let":
        this.#step(step.body, new Map([...kinds, [step.name, this.#kind(step.value, kinds)]]));
        return;
      case "update":
        for (const { variable, value } of step.updates) {
          const wanted = this.#kindOfVariable(variable);
          const given = this.#kind(value, kinds);
          if (wanted === "symmetric" ? given === "other" : given === "symmetric") {
            throw new UsedOtherwise();
          }
        }
    }
  }

  #kindOfVariable(name: string): Kind {
    const variable = this.model.variables.find((candidate) => candidate.name === name);
    return variable !== undefined && directName(variable.type) === this.name
      ? "symmetric"
      : "other";
  }

  /** An expression that must not be a value of the type. */
  #other(expression: Expression, kinds: Kinds): Kind {
    if (this.#kind(expression, kinds) === "symmetric") throw new UsedOtherwise();
    return "other";
  }

  #kind(expression: Expression, kinds: Kinds): Kind {
    switch (expression.kind) {
      case "literal":
        return expression.value === null ? "null" : "other";
      case "constant":
        return "other";
      case "variable":
        return this.#kindOfVariable(expression.name);
      case "local":
        return kinds.get(expression.name) ?? "other";
      case "field":
      case "length":
      case "maximum":
      case "not":
        return this.#other(expression.of, kinds);
      case "item":
        this.#other(expression.of, kinds);
        return this.#other(expression.index, kinds);
      case "binary": {
        const { operator, left, right } = expression;
        if (operator !== "equal" && operator !== "unequal") {
          this.#other(left, kinds);
          return this.#other(right, kinds);
        }
        this.#alike(this.#kind(left, kinds), this.#kind(right, kinds));
        return "other";
      }
      case "if":
        this.#other(expression.condition, kinds);
        return this.#alike(
          this.#kind(expression.whenTrue, kinds),
          this.#kind(expression.whenFalse, kinds),
        );
      case "let": {
        const value = this.#kind(expression.value, kinds);
        return this.#kind(expression.body, new Map([...kinds, [expression.name, value]]));
      }
      case "record":
        for (const { value } of expression.fields) this.#other(value, kinds);
        return "other";
      case "array":
        for (const item of expression.items) this.#other(item, kinds);
        return "other";
      case "with":
        this.#other(expression.of, kinds);
        for (const step of expression.path) {
          if (step.kind === "item") this.#other(step.index, kinds);
        }
        return this.#other(expression.value, kinds);
      case "generate":
        this.#other(expression.length, kinds);
        return this.#other(expression.item, new Map([...kinds, [expression.index, "other"]]));
      case "quantifier":
        this.#other(expression.length, kinds);
        return this.#other(expression.body, new Map([...kinds, [expression.index, "other"]]));
      case "call": {
        const operator = this.model.operators.find(({ name }) => name === expression.operator);
        if (operator === undefined) throw new UsedOtherwise();
        const args = expression.args.map((arg) => this.#kind(arg, kinds));
        return this.#kind(
          operator.body,
          new Map(operator.parameters.map((name, index) => [name, args[index] ?? "other"])),
        );
      }
    }
  }

  /** Two values of which either may be meant: both of the type, or none of them. */
  #alike(left: Kind, right: Kind): Kind {
    if (left === "symmetric" || right === "symmetric") {
      if (left === "other" || right === "other") throw new UsedOtherwise();
      return "symmetric";
    }
    return left === "null" && right === "null" ? "null" : "other";
  }
}
