import type { Expression } from "../../compiler/ir/expression.js";
import type { Model } from "../../compiler/ir/model.js";
import type { Step } from "../../compiler/ir/step.js";
import type { BitField } from "./bit-field.js";
import { canonicalCodes, type SymmetricFields } from "./canonical-state.js";
import type { Code } from "./code.js";
import type { Layout } from "./layout.js";
import {
  bindSymbol,
  type PartialEvaluator,
  type SymbolicEnvironment,
} from "./partial-evaluation.js";
import { type FieldWrite, writeSymbol } from "./symbolic-state.js";

/**
 * What is left of a step when its parameters are known: tests on the state, and bits to write. A
 * `check` comes before what is only right where its condition holds; elsewhere the model is wrong.
 */
export type Residual =
  | { readonly kind: "disabled" }
  | {
      readonly kind: "write";
      readonly writes: readonly FieldWrite[];
      readonly observed: readonly ObservedInvariant[];
    }
  | {
      readonly kind: "branch";
      readonly condition: Code;
      readonly whenTrue: Residual;
      readonly whenFalse: Residual;
    }
  | { readonly kind: "check"; readonly condition: Code; readonly body: Residual };

/** An invariant after a step, computed in the state before it. */
export interface ObservedInvariant {
  /** Its number among those of the model. */
  readonly invariant: number;
  readonly defined: Code;
  readonly holds: Code;
}

/** An invariant that is to be observed after each step. */
export interface Observed {
  readonly invariant: number;
  readonly body: Expression;
}

/** Compiles steps of one model over one layout. */
export class StepCompiler {
  constructor(
    private readonly evaluator: PartialEvaluator,
    private readonly layout: Layout,
    private readonly symmetric: SymmetricFields,
    private readonly observed: readonly Observed[] = [],
  ) {}

  /** What is left of `step` where the names of `env` are known. */
  residual(step: Step, env: SymbolicEnvironment): Residual {
    switch (step.kind) {
      case "disabled":
        return step;
      case "let": {
        const { value, defined } = this.evaluator.evaluate(step.value, env);
        return this.#checked(defined, this.residual(step.body, bindSymbol(env, step.name, value)));
      }
      case "if": {
        const { value, defined } = this.evaluator.evaluate(step.condition, env);
        const condition = this.evaluator.boolean(value);
        const branch = (): Residual => {
          if (condition.op === "constant") {
            return this.residual(condition.value === 1 ? step.whenTrue : step.whenFalse, env);
          }
          const whenTrue = this.residual(step.whenTrue, env);
          const whenFalse = this.residual(step.whenFalse, env);
          if (whenTrue.kind === "disabled" && whenFalse.kind === "disabled") return whenTrue;
          return { kind: "branch", condition, whenTrue, whenFalse };
        };
        return this.#checked(defined, branch());
      }
      case "update":
        return this.#update(step, env);
    }
  }

  #checked(condition: Code, body: Residual): Residual {
    return condition === this.evaluator.symbols.code.one
      ? body
      : { kind: "check", condition, body };
  }

  #update(step: Extract<Step, { kind: "update" }>, env: SymbolicEnvironment): Residual {
    const { symbols } = this.evaluator;
    const writes = new Map<BitField, FieldWrite>();
    const after = new Map(env.variables);
    let right: Code = symbols.code.one;
    for (const { variable, value } of step.updates) {
      const encoding = this.layout.variables.get(variable);
      if (encoding === undefined) throw new TypeError(`no variable ${variable}`);
      const result = this.evaluator.evaluate(value, env);
      const written = writeSymbol(symbols, encoding, result.value);
      after.set(variable, result.value);
      right = symbols.code.and(right, symbols.code.and(result.defined, written.fits));
      for (const write of written.writes) {
        if (write.field.width === 0 || write.code === symbols.code.field(write.field)) continue;
        writes.set(write.field, write);
      }
    }
    this.#makeCanonical(writes);
    const observed = this.observed.map(({ invariant, body }): ObservedInvariant => {
      const { value, defined } = this.evaluator.evaluate(body, {
        ...env,
        variables: after,
        locals: new Map(),
      });
      return { invariant, defined, holds: this.evaluator.boolean(value) };
    });
    return this.#checked(right, { kind: "write", writes: [...writes.values()], observed });
  }

  /** Numbers the values of symmetric types anew where one of their variables is written. */
  #makeCanonical(writes: Map<BitField, FieldWrite>): void {
    const { code } = this.evaluator.symbols;
    for (const group of this.symmetric) {
      if (!group.some(({ field }) => writes.has(field))) continue;
      const bits = group.map(({ field }) => writes.get(field)?.code ?? code.field(field));
      for (const [index, canonical] of canonicalCodes(code, group, bits).entries()) {
        const field = group[index]?.field;
        if (field === undefined) continue;
        if (canonical === code.field(field)) writes.delete(field);
        else writes.set(field, { field, code: canonical });
      }
    }
  }
}

/** The operators of the model by their names. */
export function operatorsOf(model: Model): SymbolicEnvironment["operators"] {
  return new Map(model.operators.map((operator) => [operator.name, operator]));
}
