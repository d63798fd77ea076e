import type { BinaryOperator, Expression, PathStep } from "../ir/expression.js";
import type { Model } from "../ir/model.js";
import type { ConstantValues } from "../ir/value.js";
import { untranslatable } from "./diagnostics.js";
import { integer, knownValue, truth } from "./known-value.js";
import { arrayOf, broken, choose, type SymbolicValue, same, scalar } from "./symbolic-value.js";
import {
  and,
  atMost,
  equal,
  implies,
  int,
  ite,
  less,
  minus,
  not,
  or,
  plus,
  quantified,
  symbol,
  type Term,
  times,
  within,
  YES,
} from "./term.js";
import { symbolicValue } from "./typed-value.js";

export type Values = ReadonlyMap<string, SymbolicValue>;

/** A symbol that stands for the greatest item of a constant array of numbers. */
interface Greatest {
  readonly name: string;
  readonly of: Extract<SymbolicValue, { kind: "array" }>;
}

/** Translates the expressions of one model. Constants without a known value are symbols. */
export class Translator {
  readonly #operators: ReadonlyMap<string, Model["operators"][number]>;
  readonly #constants: Map<string, SymbolicValue> = new Map();
  readonly #greatest = new Map<string, Greatest>();
  #fresh = 0;

  constructor(model: Model, known: ConstantValues) {
    this.#operators = new Map(model.operators.map((operator) => [operator.name, operator]));
    for (const { name, type } of model.constants) {
      const value = known[name];
      const bound = (expression: Expression): SymbolicValue => this.constant(expression);
      this.#constants.set(
        name,
        value === undefined ? symbolicValue(type, name, bound) : knownValue(value),
      );
    }
  }

  /** A name that nothing else in a script has: `!` is in no name of a model. */
  readonly fresh = (stem: string): string => `${stem}!${this.#fresh++}`;

  /** What is known of the symbols for greatest items. */
  get greatest(): readonly Greatest[] {
    return [...this.#greatest.values()];
  }

  /** An expression over constants alone. */
  readonly constant = (expression: Expression, locals: Values = new Map()): SymbolicValue =>
    new Translation(this, new Map()).value(expression, locals);

  /** What an expression comes to in a state, and where it has a value at all. */
  translation(state: Values): Translation {
    return new Translation(this, state);
  }

  constantNamed(name: string): SymbolicValue {
    return this.#constants.get(name) ?? broken(`no constant ${name}`);
  }

  operatorNamed(name: string): Model["operators"][number] {
    return this.#operators.get(name) ?? broken(`no operator ${name}`);
  }

  /** The greatest item of an array: a symbol, where its length is not known. */
  greatestOf(expression: Expression, of: SymbolicValue): Term {
    if (of.kind !== "array") return broken("the greatest of what is no array");
    if (of.length.kind === "literal" && of.length.sort === "Int") {
      const items = Array.from({ length: of.length.value }, (_, index) =>
        integer(of.item(int(index))),
      );
      const [first, ...rest] = items;
      if (first === undefined) return broken("the greatest of an empty array");
      return rest.reduce((best, item) => ite(less(best, item), item, best), first);
    }
    if (expression.kind !== "constant")
      throw untranslatable("the greatest item of a computed array");
    const name = `${expression.name}?greatest`;
    this.#greatest.set(name, { name, of });
    return symbol(name, "Int");
  }
}

/** One translation: its values, and the conditions under which computing them does not fail. */
export class Translation {
  #defined: Term[] = [];
  #guard: Term = YES;

  constructor(
    private readonly of: Translator,
    private readonly state: Values,
  ) {}

  /** Where everything that was translated here has a value. */
  get defined(): Term {
    return and(...this.#defined);
  }

  /** A boolean. */
  condition(expression: Expression, locals: Values): Term {
    return truth(this.value(expression, locals));
  }

  /** Runs `part`, whose value matters only where `guard` is true. */
  within<Result>(guard: Term, part: () => Result): Result {
    const outer = this.#guard;
    this.#guard = and(outer, guard);
    try {
      return part();
    } finally {
      this.#guard = outer;
    }
  }

  /** @throws Diagnostic `smt/untranslatable` */
  value(expression: Expression, locals: Values): SymbolicValue {
    const inner = (part: Expression): SymbolicValue => this.value(part, locals);
    switch (expression.kind) {
      case "literal":
        return knownValue(expression.value);
      case "constant":
        return this.of.constantNamed(expression.name);
      case "variable":
        return this.state.get(expression.name) ?? broken(`no variable ${expression.name}`);
      case "local":
        return locals.get(expression.name) ?? broken(`no name ${expression.name}`);
      case "field":
        return this.#field(inner(expression.of), expression.name);
      case "item": {
        const of = inner(expression.of);
        return this.#item(of, integer(this.#present(inner(expression.index))));
      }
      case "length":
        return scalar(this.#array(inner(expression.of)).length);
      case "maximum":
        return scalar(this.of.greatestOf(expression.of, inner(expression.of)));
      case "not":
        return scalar(not(truth(this.#present(inner(expression.of)))));
      case "binary":
        return this.#binary(expression.operator, expression.left, expression.right, locals);
      case "if": {
        const condition = truth(this.#present(inner(expression.condition)));
        if (condition.kind === "literal") {
          return inner(condition.value === true ? expression.whenTrue : expression.whenFalse);
        }
        return choose(
          condition,
          this.within(condition, () => inner(expression.whenTrue)),
          this.within(not(condition), () => inner(expression.whenFalse)),
        );
      }
      case "let":
        return this.value(
          expression.body,
          new Map([...locals, [expression.name, inner(expression.value)]]),
        );
      case "record":
        return {
          kind: "record",
          fields: new Map(
            expression.fields.map(({ name, value }) => [
              name,
              { present: YES, value: inner(value) },
            ]),
          ),
        };
      case "array":
        return arrayOf(expression.items.map(inner));
      case "with": {
        const of = inner(expression.of);
        const value = inner(expression.value);
        return this.#replaced(of, expression.path, value, locals);
      }
      case "generate": {
        const length = this.#length(expression.length, locals);
        const computed = (bound: Values): SymbolicValue => this.value(expression.item, bound);
        if (this.#eachIndex(expression.index, length, locals, computed) === null) {
          this.#forAll(expression.index, length, locals, computed);
        }
        // Its items have been computed once, above: where they fail is known.
        const item = (index: Term): SymbolicValue =>
          this.of
            .translation(this.state)
            .value(expression.item, new Map([...locals, [expression.index, scalar(index)]]));
        return { kind: "array", length, item };
      }
      case "quantifier":
        return this.#quantifier(expression, locals);
      case "call": {
        const operator = this.of.operatorNamed(expression.operator);
        const args = expression.args.map(inner);
        const parameters = operator.parameters.map(
          (name, index) => [name, args[index] ?? broken("too few arguments")] as const,
        );
        return this.value(operator.body, new Map(parameters));
      }
    }
  }

  #require(condition: Term): void {
    this.#defined.push(implies(this.#guard, condition));
  }

  /** The value where it must not be `null`. */
  #present(value: SymbolicValue): SymbolicValue {
    if (value.kind !== "nullable") return value;
    this.#require(not(value.isNull));
    return value.value;
  }

  #array(value: SymbolicValue): Extract<SymbolicValue, { kind: "array" }> {
    const array = this.#present(value);
    return array.kind === "array" ? array : broken("an item of what is no array");
  }

  #field(of: SymbolicValue, name: string): SymbolicValue {
    const record = this.#present(of);
    const field = record.kind === "record" ? record.fields.get(name) : undefined;
    if (field === undefined) return broken(`a value has no field ${name}`);
    this.#require(field.present);
    return field.value;
  }

  #item(of: SymbolicValue, index: Term): SymbolicValue {
    const array = this.#array(of);
    this.#require(within(index, array.length));
    return array.item(index);
  }

  #replaced(
    old: SymbolicValue,
    path: readonly PathStep[],
    value: SymbolicValue,
    locals: Values,
  ): SymbolicValue {
    const [step, ...rest] = path;
    if (step === undefined) return value;
    if (step.kind === "field") {
      const record = this.#present(old);
      if (record.kind !== "record") return broken("a field of what is no record");
      const inner = this.#replaced(this.#field(record, step.name), rest, value, locals);
      return {
        kind: "record",
        fields: new Map([...record.fields, [step.name, { present: YES, value: inner }]]),
      };
    }
    const array = this.#array(old);
    const index = integer(this.#present(this.value(step.index, locals)));
    const inner = this.#replaced(this.#item(array, index), rest, value, locals);
    return {
      kind: "array",
      length: array.length,
      item: (at) => choose(equal(at, index), inner, array.item(at)),
    };
  }

  #length(expression: Expression, locals: Values): Term {
    return integer(this.#present(this.value(expression, locals)));
  }

  /** What `part` comes to at each index below `length`; null where the length is not known. */
  #eachIndex<Result>(
    stem: string,
    length: Term,
    locals: Values,
    part: (locals: Values) => Result,
  ): readonly Result[] | null {
    if (length.kind !== "literal" || length.sort !== "Int") return null;
    return Array.from({ length: length.value }, (_, index) =>
      part(new Map([...locals, [stem, scalar(int(index))]])),
    );
  }

  /** What `part` comes to at any index below `length`, and what must hold for it to be computed. */
  #forAll<Result>(
    stem: string,
    length: Term,
    locals: Values,
    part: (locals: Values) => Result,
  ): { readonly name: string; readonly inside: Term; readonly result: Result } {
    const name = this.of.fresh(stem);
    const index = symbol(name, "Int");
    const inside = within(index, length);
    const outer = this.#defined;
    const guard = this.#guard;
    this.#defined = [];
    this.#guard = YES;
    const result = part(new Map([...locals, [stem, scalar(index)]]));
    const failing = and(...this.#defined);
    this.#defined = outer;
    this.#guard = guard;
    this.#require(quantified("forall", [name], implies(inside, failing)));
    return { name, inside, result };
  }

  #quantifier(
    expression: Extract<Expression, { kind: "quantifier" }>,
    locals: Values,
  ): SymbolicValue {
    const length = this.#length(expression.length, locals);
    const holds = (bound: Values): Term => truth(this.#present(this.value(expression.body, bound)));
    const each = this.#eachIndex(expression.index, length, locals, holds);
    if (each !== null) {
      switch (expression.quantifier) {
        case "all":
          return scalar(and(...each));
        case "some":
          return scalar(or(...each));
        case "count":
          return scalar(each.map((one) => ite(one, int(1), int(0))).reduce(plus, int(0)));
      }
    }
    if (expression.quantifier === "count") {
      throw untranslatable("a count over an array whose length is not fixed");
    }
    const { name, inside, result } = this.#forAll(expression.index, length, locals, holds);
    return scalar(
      expression.quantifier === "all"
        ? quantified("forall", [name], implies(inside, result))
        : quantified("exists", [name], and(inside, result)),
    );
  }

  #binary(
    operator: BinaryOperator,
    leftExpression: Expression,
    rightExpression: Expression,
    locals: Values,
  ): SymbolicValue {
    const left = this.value(leftExpression, locals);
    if (operator === "and" || operator === "or") {
      const one = truth(this.#present(left));
      const needsOther = operator === "and" ? one : not(one);
      const other = this.within(needsOther, () =>
        truth(this.#present(this.value(rightExpression, locals))),
      );
      return scalar(operator === "and" ? and(one, other) : or(one, other));
    }
    const right = this.value(rightExpression, locals);
    if (operator === "equal") return scalar(same(left, right, this.of.fresh));
    if (operator === "unequal") return scalar(not(same(left, right, this.of.fresh)));
    const [one, other] = [integer(this.#present(left)), integer(this.#present(right))];
    switch (operator) {
      case "less":
        return scalar(less(one, other));
      case "atMost":
        return scalar(atMost(one, other));
      case "plus":
        return scalar(plus(one, other));
      case "minus":
        return scalar(minus(one, other));
      case "times":
        return scalar(times(one, other));
      case "least":
        return scalar(ite(less(one, other), one, other));
      case "greatest":
        return scalar(ite(atMost(one, other), other, one));
    }
  }
}

/** What is known of the symbols for greatest items: none is greater, and one is it. */
export function greatestFacts(translator: Translator): readonly Term[] {
  return translator.greatest.flatMap(({ name, of }) => {
    const greatest = symbol(name, "Int");
    const [all, some] = [translator.fresh("i"), translator.fresh("i")];
    const item = (index: string): Term => integer(of.item(symbol(index, "Int")));
    const inside = (index: string): Term => within(symbol(index, "Int"), of.length);
    return [
      quantified("forall", [all], implies(inside(all), atMost(item(all), greatest))),
      quantified("exists", [some], and(inside(some), equal(item(some), greatest))),
    ];
  });
}
