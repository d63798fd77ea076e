import type { BinaryOperator, Expression, PathStep } from "../../compiler/ir/expression.js";
import type { Operator } from "../../compiler/ir/model.js";
import type { Code } from "./code.js";
import type { Partial, Symbolic, SymbolicArray } from "./symbol.js";
import type { Symbols } from "./symbols.js";

/** What the names in an expression stand for, as far as it is known. */
export interface SymbolicEnvironment {
  readonly constants: ReadonlyMap<string, Symbolic>;
  readonly variables: ReadonlyMap<string, Symbolic>;
  readonly locals: ReadonlyMap<string, Symbolic>;
  readonly operators: ReadonlyMap<string, Operator>;
}

/** The environment with one more local name. */
export function bindSymbol(
  env: SymbolicEnvironment,
  name: string,
  value: Symbolic,
): SymbolicEnvironment {
  return { ...env, locals: new Map([...env.locals, [name, value]]) };
}

/**
 * Evaluates expressions of the IR as far as they are known: constants, parameters and whatever
 * follows from them are computed, operators disappear into their calls, loops over fixed ranges into
 * their items. What depends on the state stays as code.
 */
export class PartialEvaluator {
  constructor(readonly symbols: Symbols) {}

  /** @throws TypeError for an operation on a value of a kind that it does not take */
  evaluate(expression: Expression, env: SymbolicEnvironment): Partial {
    const { code } = this.symbols;
    switch (expression.kind) {
      case "literal":
        return this.#total(this.symbols.known(expression.value));
      case "constant":
        return this.#total(named(env.constants, expression.name));
      case "variable":
        return this.#total(named(env.variables, expression.name));
      case "local":
        return this.#total(named(env.locals, expression.name));
      case "field": {
        const of = this.evaluate(expression.of, env);
        return this.#field(of, expression.name);
      }
      case "item": {
        const of = this.evaluate(expression.of, env);
        const index = this.evaluate(expression.index, env);
        const item = this.#item(this.array(of.value), this.integer(index.value));
        return {
          value: item.value,
          defined: code.and(code.and(of.defined, index.defined), item.defined),
        };
      }
      case "length": {
        const of = this.evaluate(expression.of, env);
        return {
          value: { kind: "integer", code: this.array(of.value).length },
          defined: of.defined,
        };
      }
      case "maximum": {
        const { value, defined } = this.evaluate(expression.of, env);
        const [first, ...rest] = this.array(value).items.map((item) => this.integer(item));
        if (first === undefined) throw new TypeError("the maximum of nothing");
        const greatest = rest.reduce((a, b) => code.greatest(a, b), first);
        return { value: { kind: "integer", code: greatest }, defined };
      }
      case "not": {
        const { value, defined } = this.evaluate(expression.of, env);
        return { value: { kind: "boolean", code: code.not(this.boolean(value)) }, defined };
      }
      case "binary":
        return this.#binary(expression.operator, expression.left, expression.right, env);
      case "if": {
        const condition = this.evaluate(expression.condition, env);
        const test = this.boolean(condition.value);
        if (test.op === "constant") {
          const taken = test.value === 1 ? expression.whenTrue : expression.whenFalse;
          const value = this.evaluate(taken, env);
          return { ...value, defined: code.and(condition.defined, value.defined) };
        }
        const whenTrue = this.evaluate(expression.whenTrue, env);
        const whenFalse = this.evaluate(expression.whenFalse, env);
        const branches = code.select(test, whenTrue.defined, whenFalse.defined);
        return {
          value: this.symbols.select(test, whenTrue.value, whenFalse.value),
          defined: code.and(condition.defined, branches),
        };
      }
      case "let": {
        const value = this.evaluate(expression.value, env);
        const body = this.evaluate(expression.body, bindSymbol(env, expression.name, value.value));
        return { value: body.value, defined: code.and(value.defined, body.defined) };
      }
      case "record": {
        const parts = expression.fields.map(
          ({ name, value }) => [name, this.evaluate(value, env)] as const,
        );
        return {
          value: {
            kind: "record",
            fields: new Map(parts.map(([name, part]) => [name, part.value])),
          },
          defined: this.#all(parts.map(([, part]) => part.defined)),
        };
      }
      case "array": {
        const items = expression.items.map((item) => this.evaluate(item, env));
        return this.#array(items, code.constant(items.length), code.one);
      }
      case "with":
        return this.#with(
          this.evaluate(expression.of, env),
          expression.path,
          this.evaluate(expression.value, env),
          env,
        );
      case "generate": {
        const length = this.evaluate(expression.length, env);
        const count = this.integer(length.value);
        const items = indices(count).map((index) =>
          this.#under(
            code.less(code.constant(index), count),
            this.evaluate(expression.item, this.#bindIndex(env, expression.index, index)),
          ),
        );
        // A length below 0 is one of 0.
        return this.#array(items, code.greatest(code.zero, count), length.defined);
      }
      case "quantifier":
        return this.#quantifier(expression, env);
      case "call": {
        const operator = env.operators.get(expression.operator);
        if (operator === undefined) throw new TypeError(`no operator ${expression.operator}`);
        const args = expression.args.map((arg) => this.evaluate(arg, env));
        const locals = new Map(
          operator.parameters.flatMap((name, index) => {
            const arg = args[index];
            return arg === undefined ? [] : [[name, arg.value] as const];
          }),
        );
        const body = this.evaluate(operator.body, { ...env, locals });
        return {
          value: body.value,
          defined: this.#all([...args.map((arg) => arg.defined), body.defined]),
        };
      }
    }
  }

  #total(value: Symbolic): Partial {
    return { value, defined: this.symbols.code.one };
  }

  #all(conditions: readonly Code[]): Code {
    const { code } = this.symbols;
    return conditions.reduce<Code>((all, condition) => code.and(all, condition), code.one);
  }

  /** A part that is only computed where `condition` holds. */
  #under(condition: Code, part: Partial): Partial {
    const { code } = this.symbols;
    return { value: part.value, defined: code.or(code.not(condition), part.defined) };
  }

  #bindIndex(env: SymbolicEnvironment, name: string, index: number): SymbolicEnvironment {
    return bindSymbol(env, name, { kind: "integer", code: this.symbols.code.constant(index) });
  }

  #array(items: readonly Partial[], length: Code, defined: Code): Partial {
    return {
      value: { kind: "array", items: items.map((item) => item.value), length },
      defined: this.#all([defined, ...items.map((item) => item.defined)]),
    };
  }

  #field(of: Partial, name: string): Partial {
    const { code } = this.symbols;
    const record = this.symbols.present(of.value);
    const field = record?.kind === "record" ? record.fields.get(name) : undefined;
    // Never there, whatever the state: reading it is never defined.
    if (field === undefined) return { value: { kind: "undefined" }, defined: code.zero };
    return { value: field, defined: code.and(of.defined, code.not(this.symbols.isNull(of.value))) };
  }

  #item(of: SymbolicArray, index: Code): Partial {
    const { code } = this.symbols;
    const defined = code.and(code.atMost(code.zero, index), code.less(index, of.length));
    if (index.op === "constant") {
      const item = of.items[index.value];
      return item === undefined
        ? { value: { kind: "undefined" }, defined: code.zero }
        : { value: item, defined };
    }
    if (of.packed !== undefined) {
      const { packed } = of;
      const bits = code.extract(packed.code, index, packed.width, packed.size);
      return { value: packed.fromBits(bits), defined };
    }
    const [first, ...rest] = of.items;
    if (first === undefined) return { value: { kind: "undefined" }, defined: code.zero };
    const value = rest.reduce<Symbolic>(
      (others, item, place) =>
        this.symbols.select(code.equal(index, code.constant(place + 1)), item, others),
      first,
    );
    return { value, defined };
  }

  #with(of: Partial, path: readonly PathStep[], value: Partial, env: SymbolicEnvironment): Partial {
    const [step, ...rest] = path;
    if (step === undefined) return value;
    if (step.kind === "field") {
      const record = this.symbols.present(of.value);
      if (record === null) return { value: { kind: "undefined" }, defined: this.symbols.code.zero };
      if (record.kind === "undefined") return of;
      if (record.kind !== "record") throw new TypeError(`a ${record.kind} has no fields`);
      const inner = this.#with(this.#field(of, step.name), rest, value, env);
      const isThere = this.symbols.code.not(this.symbols.isNull(of.value));
      return {
        value: { kind: "record", fields: new Map([...record.fields, [step.name, inner.value]]) },
        defined: this.#all([of.defined, isThere, inner.defined]),
      };
    }
    const index = this.evaluate(step.index, env);
    const place = this.integer(index.value);
    const items = this.array(of.value);
    const old = this.#item(items, place);
    const inner = this.#with(old, rest, value, env);
    return {
      value: this.#replaceItem(items, place, inner.value),
      defined: this.#all([of.defined, index.defined, old.defined, inner.defined]),
    };
  }

  #replaceItem(of: SymbolicArray, index: Code, value: Symbolic): SymbolicArray {
    const { code } = this.symbols;
    const items = of.items.map((item, place) =>
      this.symbols.select(code.equal(index, code.constant(place)), value, item),
    );
    const replaced: SymbolicArray = { kind: "array", items, length: of.length };
    if (of.packed === undefined || index.op === "constant") return replaced;
    const { packed } = of;
    const { bits, fits } = packed.toBits(value);
    if (fits !== code.one) return replaced;
    const changed = code.insert(packed.code, index, packed.width, bits);
    return { ...replaced, packed: { ...packed, code: changed } };
  }

  #quantifier(
    expression: Extract<Expression, { kind: "quantifier" }>,
    env: SymbolicEnvironment,
  ): Partial {
    const { code } = this.symbols;
    const length = this.evaluate(expression.length, env);
    const count = this.integer(length.value);
    const bodies = indices(count).map((index) => {
      const isIn = code.less(code.constant(index), count);
      const body = this.evaluate(expression.body, this.#bindIndex(env, expression.index, index));
      return {
        isIn,
        holds: this.boolean(body.value),
        defined: code.or(code.not(isIn), body.defined),
      };
    });
    if (expression.quantifier === "count") {
      const total = bodies.reduce<Code>(
        (sum, { isIn, holds }) => code.add(sum, code.and(isIn, holds)),
        code.zero,
      );
      const defined = this.#all([length.defined, ...bodies.map((body) => body.defined)]);
      return { value: { kind: "integer", code: total }, defined };
    }
    // From the last to the first: what comes after the item that decides is not computed.
    const isAll = expression.quantifier === "all";
    let result: Code = isAll ? code.one : code.zero;
    let defined: Code = code.one;
    for (const { isIn, holds, defined: bodyDefined } of bodies.toReversed()) {
      const goesOn = isAll ? code.or(code.not(isIn), holds) : code.not(code.and(isIn, holds));
      result = isAll ? code.and(goesOn, result) : code.or(code.not(goesOn), result);
      defined = code.and(bodyDefined, code.or(code.not(goesOn), defined));
    }
    return { value: { kind: "boolean", code: result }, defined: code.and(length.defined, defined) };
  }

  #binary(
    operator: BinaryOperator,
    leftExpression: Expression,
    rightExpression: Expression,
    env: SymbolicEnvironment,
  ): Partial {
    const { code } = this.symbols;
    const left = this.evaluate(leftExpression, env);
    if (operator === "and" || operator === "or") {
      const test = this.boolean(left.value);
      const goesOn = operator === "and" ? test : code.not(test);
      // What would be read wrongly is not even looked at where the left side decides.
      if (goesOn === code.zero) return left;
      const right = this.evaluate(rightExpression, env);
      const other = this.boolean(right.value);
      return {
        value: {
          kind: "boolean",
          code: operator === "and" ? code.and(test, other) : code.or(test, other),
        },
        defined: code.and(left.defined, code.or(code.not(goesOn), right.defined)),
      };
    }
    const right = this.evaluate(rightExpression, env);
    return {
      value: this.#combine(operator, left.value, right.value),
      defined: code.and(left.defined, right.defined),
    };
  }

  #combine(
    operator: Exclude<BinaryOperator, "and" | "or">,
    left: Symbolic,
    right: Symbolic,
  ): Symbolic {
    const { code } = this.symbols;
    switch (operator) {
      case "equal":
        return { kind: "boolean", code: this.symbols.equal(left, right) };
      case "unequal":
        return { kind: "boolean", code: code.not(this.symbols.equal(left, right)) };
      case "less":
        return { kind: "boolean", code: code.less(this.integer(left), this.integer(right)) };
      case "atMost":
        return { kind: "boolean", code: code.atMost(this.integer(left), this.integer(right)) };
      case "plus":
        return { kind: "integer", code: code.add(this.integer(left), this.integer(right)) };
      case "minus":
        return { kind: "integer", code: code.subtract(this.integer(left), this.integer(right)) };
      case "times":
        return { kind: "integer", code: code.multiply(this.integer(left), this.integer(right)) };
      case "least":
        return { kind: "integer", code: code.least(this.integer(left), this.integer(right)) };
      case "greatest":
        return { kind: "integer", code: code.greatest(this.integer(left), this.integer(right)) };
    }
  }

  /** The code of a truth value. */
  boolean(value: Symbolic): Code {
    if (value.kind === "boolean") return value.code;
    if (value.kind === "undefined") return this.symbols.code.zero;
    // Where it is `null`, TypeScript has made sure that it is not used as a truth value.
    if (value.kind === "nullable") return this.boolean(value.value);
    throw new TypeError(`a ${value.kind} is not a boolean`);
  }

  /** The code of an integer. */
  integer(value: Symbolic): Code {
    if (value.kind === "integer") return value.code;
    if (value.kind === "undefined") return this.symbols.code.zero;
    // Where it is `null`, TypeScript has made sure that it is not used as a number.
    if (value.kind === "nullable") return this.integer(value.value);
    throw new TypeError(`a ${value.kind} is not an integer`);
  }

  /** The items of an array. */
  array(value: Symbolic): SymbolicArray {
    if (value.kind === "array") return value;
    if (value.kind === "nullable") return this.array(value.value);
    if (value.kind === "undefined")
      return { kind: "array", items: [], length: this.symbols.code.zero };
    throw new TypeError(`a ${value.kind} is not an array`);
  }
}

function indices(count: Code): readonly number[] {
  return Array.from({ length: Math.max(0, count.high) }, (_, index) => index);
}

function named(values: ReadonlyMap<string, Symbolic>, name: string): Symbolic {
  const value = values.get(name);
  if (value === undefined) throw new TypeError(`nothing is known of the name ${name}`);
  return value;
}
