import type { Expression } from "../ir/expression.js";
import type { Model } from "../ir/model.js";
import type { Step } from "../ir/step.js";
import { boundName, subexpressions } from "../ir/walk.js";
import { exceptions } from "./flat.js";
import { EVALUATE } from "./names.js";

/**
 * How far TLC may have left an array unevaluated, itself or in a record or array that holds it:
 * - 0, not at all: it is read from a state or a constant, or is a list of its items.
 * - 1, it was made by an expression for each index.
 * - 2, such a one was changed.
 */
type Laziness = 0 | 1 | 2;

/**
 * The expressions that change (`[f EXCEPT …]`) what may be, or hold, an array that was made and
 * changed before, and that something else may still use. What a state holds counts as evaluated: TLC
 * evaluates all of it when it looks whether it has met the state, and whether `TypeOK` holds in it.
 * Changes that are printed as one `EXCEPT` are one.
 */
export function changedAgain(model: Model): readonly Expression[] {
  return new Laziest(model).changedAgain();
}

/** What is known of every operator and parameter, over all calls; it only grows. */
class Laziest {
  readonly #parameters: ReadonlyMap<string, Laziness[]>;
  readonly #operators: Map<string, Laziness>;
  readonly #found = new Set<Expression>();
  #hasGrown = true;

  constructor(private readonly model: Model) {
    this.#parameters = new Map(
      model.operators.map(({ name, parameters }) => [name, parameters.map((): Laziness => 0)]),
    );
    this.#operators = new Map(model.operators.map(({ name }) => [name, 0]));
  }

  changedAgain(): readonly Expression[] {
    while (this.#hasGrown) {
      this.#hasGrown = false;
      this.#pass();
    }
    return [...this.#found];
  }

  #pass(): void {
    const { variables, operators, actions, invariants, liveness } = this.model;
    const nothing = new Map<string, Laziness>();
    for (const { initial } of variables) this.#of(initial, nothing);
    for (const { name, parameters, body } of operators) {
      const given = this.#parameters.get(name) ?? [];
      const bound = new Map(parameters.map((parameter, at) => [parameter, given[at] ?? 0]));
      const result = this.#of(body, bound);
      if (result > (this.#operators.get(name) ?? 0)) {
        this.#operators.set(name, result);
        this.#hasGrown = true;
      }
    }
    for (const { step } of actions) this.#step(step, nothing);
    for (const { body } of invariants) this.#of(body, nothing);
    for (const { whenever, eventually } of liveness.flatMap(({ properties }) => properties)) {
      this.#of(whenever, nothing);
      this.#of(eventually, nothing);
    }
  }

  #step(step: Step, bound: ReadonlyMap<string, Laziness>): void {
    switch (step.kind) {
      case "disabled":
        return;
      case "update":
        for (const { value } of step.updates) this.#of(value, bound);
        return;
      case "if":
        this.#of(step.condition, bound);
        this.#step(step.whenTrue, bound);
        this.#step(step.whenFalse, bound);
        return;
      case "let": {
        const value = this.#of(step.value, bound);
        this.#step(step.body, new Map([...bound, [step.name, value]]));
        return;
      }
    }
  }

  #of(expression: Expression, bound: ReadonlyMap<string, Laziness>): Laziness {
    switch (expression.kind) {
      case "local":
        return bound.get(expression.name) ?? 0;
      case "let": {
        const value = this.#of(expression.value, bound);
        return this.#of(expression.body, new Map([...bound, [expression.name, value]]));
      }
      case "with":
        return this.#change(expression, bound);
      case "call":
        return this.#call(expression, bound);
      case "generate":
        return laziest([1, ...this.#parts(expression, bound)]);
      case "field":
      case "item":
        return laziest(this.#parts(expression, bound));
      case "record":
      case "array":
        return laziest(this.#parts(expression, bound));
      case "if": {
        const [, ...branches] = this.#parts(expression, bound);
        return laziest(branches);
      }
      case "literal":
      case "constant":
      case "variable":
        return 0;
      case "length":
      case "maximum":
      case "not":
      case "binary":
      case "quantifier":
        // Truth values and numbers.
        this.#parts(expression, bound);
        return 0;
    }
  }

  #parts(expression: Expression, bound: ReadonlyMap<string, Laziness>): readonly Laziness[] {
    const own = boundName(expression);
    const inside = own === null ? bound : new Map([...bound, [own, 0 as const]]);
    return subexpressions(expression).map((part) => this.#of(part, inside));
  }

  #change(
    expression: Extract<Expression, { kind: "with" }>,
    bound: ReadonlyMap<string, Laziness>,
  ): Laziness {
    const { of, changes } = exceptions(expression);
    const base = this.#of(of, bound);
    const values = changes.map(({ path, value }) => {
      for (const step of path) if (step.kind === "item") this.#of(step.index, bound);
      return this.#of(value, bound);
    });
    if (base === 2) this.#found.add(expression);
    return base > 0 ? 2 : laziest(values);
  }

  #call(
    { operator, args }: Extract<Expression, { kind: "call" }>,
    bound: ReadonlyMap<string, Laziness>,
  ): Laziness {
    const [first] = args;
    if (operator === EVALUATE && first?.kind === "generate") {
      return laziest(this.#parts(first, bound));
    }
    const given = this.#parameters.get(operator) ?? [];
    for (const [at, arg] of args.entries()) {
      const value = this.#of(arg, bound);
      if (value > (given[at] ?? 0)) {
        given[at] = value;
        this.#hasGrown = true;
      }
    }
    return this.#operators.get(operator) ?? 0;
  }
}

function laziest(parts: readonly Laziness[]): Laziness {
  return parts.includes(2) ? 2 : parts.includes(1) ? 1 : 0;
}
