import { combine, indexBelow, numeric } from "./abstract-numbers.js";
import {
  type AbstractValue,
  ANY_NUMBER,
  joinShapes,
  type Shape,
  shapeOf,
  UNKNOWN,
  withoutIds,
} from "./abstract-value.js";
import { AbstractValues } from "./abstract-values.js";
import type { Expression, PathStep } from "./expression.js";
import { IndexFacts } from "./index-facts.js";
import type { Model, Operator, Parameter } from "./model.js";
import type { Step } from "./step.js";
import type { Type } from "./type.js";

type Call = Extract<Expression, { kind: "call" }>;

/** The parts of a model, by identity, that are not known to have a value wherever they stand. */
export interface Partiality {
  /** `let`s, of expressions and of steps, whose value may fail. */
  readonly lets: ReadonlySet<object>;
  /** For each call the numbers of its arguments that may fail. */
  readonly args: ReadonlyMap<Call, ReadonlySet<number>>;
  /** Arrays made item by item of which an item may fail. */
  readonly generates: ReadonlySet<Expression>;
  /** Changes of an array at an index that may be outside of it. */
  readonly changes: ReadonlySet<Expression>;
}

/**
 * Where the model may read or change an item outside of an array, for all that the types of its
 * variables and parameters tell, and what was read before. Calls are followed into their operators.
 * A variable is taken to be in its range: where it is not, `TypeOK` is violated.
 */
export function partialityOf(model: Model): Partiality {
  return new PartialityAnalysis(model).run();
}

type Locals = ReadonlyMap<string, AbstractValue>;

/** A value, and whether computing it may fail. */
interface Visited {
  readonly value: AbstractValue;
  readonly fails: boolean;
}

class PartialityAnalysis {
  readonly #lets = new Set<object>();
  readonly #args = new Map<Call, Set<number>>();
  readonly #generates = new Set<Expression>();
  readonly #changes = new Set<Expression>();
  readonly #values = new AbstractValues();
  /** What is known where a value is not `null`, by its id. */
  readonly #whenPresent = new Map<number, IndexFacts>();
  readonly #operators: ReadonlyMap<string, Operator>;
  readonly #constants: Map<string, AbstractValue> = new Map();
  readonly #variables: Map<string, AbstractValue> = new Map();
  #indices = 0;

  constructor(private readonly model: Model) {
    this.#operators = new Map(model.operators.map((operator) => [operator.name, operator]));
  }

  run(): Partiality {
    const { constants, variables, actions, invariants, liveness } = this.model;
    for (const { name, type } of constants) {
      this.#constants.set(name, this.#typed(["constant", name], type, new Map()));
    }
    for (const { name, type } of variables) {
      this.#variables.set(name, this.#typed(["variable", name], type, new Map()));
    }
    for (const { initial } of variables) this.#visit(initial, new Map(), new IndexFacts());
    for (const { parameters, step } of actions) {
      this.#step(step, this.#parameters(parameters), new IndexFacts());
    }
    for (const { body } of invariants) this.#visit(body, new Map(), new IndexFacts());
    for (const { parameters, whenever, eventually } of liveness.flatMap((one) => one.properties)) {
      const locals = this.#parameters(parameters);
      for (const part of [whenever, eventually]) this.#visit(part, locals, new IndexFacts());
    }
    return {
      lets: this.#lets,
      args: this.#args,
      generates: this.#generates,
      changes: this.#changes,
    };
  }

  #typed(key: readonly string[], type: Type, locals: Locals): AbstractValue {
    const bounds = (parts: readonly Expression[]): readonly AbstractValue[] =>
      parts.map((part) => this.#visit(part, locals, new IndexFacts()).value);
    return { id: this.#values.id(...key), shape: shapeOf(type, bounds) };
  }

  #parameters(parameters: readonly Parameter[]): Locals {
    let locals: Locals = new Map();
    for (const { name, type } of parameters) {
      const value = this.#typed(["parameter", name], type, locals);
      locals = new Map([...locals, [name, value]]);
    }
    return locals;
  }

  #step(step: Step, locals: Locals, facts: IndexFacts): void {
    switch (step.kind) {
      case "disabled":
        return;
      case "update":
        for (const { value } of step.updates) this.#visit(value, locals, facts);
        return;
      case "if":
        this.#visit(step.condition, locals, facts);
        this.#step(step.whenTrue, locals, this.#assume(step.condition, true, locals, facts));
        this.#step(step.whenFalse, locals, this.#assume(step.condition, false, locals, facts));
        return;
      case "let": {
        const { value, fails } = this.#visit(step.value, locals, facts);
        if (fails) this.#lets.add(step);
        this.#step(step.body, new Map([...locals, [step.name, value]]), facts);
      }
    }
  }

  #visit(expression: Expression, locals: Locals, facts: IndexFacts): Visited {
    switch (expression.kind) {
      case "literal":
        return total(this.#values.literal(expression.value));
      case "constant":
        return total(named(this.#constants, expression.name));
      case "variable":
        return total(named(this.#variables, expression.name));
      case "local":
        return total(named(locals, expression.name));
      case "field": {
        const of = this.#visit(expression.of, locals, facts);
        return { ...of, value: this.#values.fieldOf(of.value, expression.name) };
      }
      case "item": {
        const of = this.#visit(expression.of, locals, facts);
        const index = this.#visit(expression.index, locals, facts);
        const isInside = this.#isInside(index.value, of.value, facts);
        return {
          value: this.#values.itemOf(of.value, index.value),
          fails: of.fails || index.fails || !isInside,
        };
      }
      case "length": {
        const of = this.#visit(expression.of, locals, facts);
        return { ...of, value: this.#values.lengthOf(of.value) };
      }
      case "maximum": {
        const { value, fails } = this.#visit(expression.of, locals, facts);
        const item = value.shape.kind === "sequence" ? numeric(value.shape.item) : ANY_NUMBER;
        const shape: Shape = { ...item, below: new Set() };
        return { value: { id: this.#values.id("maximum", value.id), shape }, fails };
      }
      case "not": {
        const { value, fails } = this.#visit(expression.of, locals, facts);
        const known = this.#values.known(value.id);
        const negated =
          typeof known === "boolean"
            ? this.#values.literal(!known)
            : this.#values.opaque("not", value.id);
        return { value: negated, fails };
      }
      case "binary":
        return this.#binary(expression, locals, facts);
      case "if":
        return this.#if(expression, locals, facts);
      case "let": {
        const { value, fails } = this.#visit(expression.value, locals, facts);
        if (fails) this.#lets.add(expression);
        const inner = new Map([...locals, [expression.name, value]]);
        const body = this.#visit(expression.body, inner, facts);
        return { value: body.value, fails: fails || body.fails };
      }
      case "record": {
        const parts = expression.fields.map(
          ({ name, value }) => [name, this.#visit(value, locals, facts)] as const,
        );
        const fields = new Map(parts.map(([name, part]) => [name, part.value]));
        return { value: this.#values.record(fields), fails: parts.some(([, part]) => part.fails) };
      }
      case "array": {
        const items = expression.items.map((item) => this.#visit(item, locals, facts));
        const value = this.#values.array(items.map((item) => item.value));
        return { value, fails: items.some((item) => item.fails) };
      }
      case "with":
        return this.#with(expression, locals, facts);
      case "generate": {
        const length = this.#visit(expression.length, locals, facts);
        const item = this.#indexed(expression.index, expression.item, length.value, locals, facts);
        if (item.fails) this.#generates.add(expression);
        const { id, shape } = length.value;
        const made: Shape = {
          kind: "array",
          length: { id, shape: numeric(shape) },
          item: withoutIds(item.value.shape),
        };
        return {
          value: { id: this.#values.id("generate", id, item.value.id), shape: made },
          fails: length.fails || item.fails,
        };
      }
      case "quantifier": {
        const length = this.#visit(expression.length, locals, facts);
        const body = this.#indexed(expression.index, expression.body, length.value, locals, facts);
        const id = this.#values.id(expression.quantifier, length.value.id, body.value.id);
        const { high } = numeric(length.value.shape);
        const shape: Shape =
          expression.quantifier === "count"
            ? { kind: "integer", low: 0, high, below: new Set() }
            : UNKNOWN;
        return { value: { id, shape }, fails: length.fails || body.fails };
      }
      case "call":
        return this.#call(expression, locals, facts);
    }
  }

  /** What is computed for each index below `length`, perhaps for none. */
  #indexed(
    name: string,
    body: Expression,
    length: AbstractValue,
    locals: Locals,
    facts: IndexFacts,
  ): Visited {
    const index = { id: this.#values.id("index", this.#indices++), shape: indexBelow(length) };
    return this.#visit(body, new Map([...locals, [name, index]]), facts.branch());
  }

  #call(expression: Call, locals: Locals, facts: IndexFacts): Visited {
    const operator = this.#operators.get(expression.operator);
    if (operator === undefined) throw new Error(`no operator ${expression.operator}`);
    const args = expression.args.map((arg) => this.#visit(arg, locals, facts));
    for (const [number, arg] of args.entries()) {
      if (!arg.fails) continue;
      const known = this.#args.get(expression) ?? new Set();
      this.#args.set(expression, known.add(number));
    }
    const inner = new Map(
      operator.parameters.flatMap((name, index) => {
        const arg = args[index];
        return arg === undefined ? [] : [[name, arg.value] as const];
      }),
    );
    const body = this.#visit(operator.body, inner, facts);
    return { value: body.value, fails: body.fails || args.some((arg) => arg.fails) };
  }

  #if(expression: Extract<Expression, { kind: "if" }>, locals: Locals, facts: IndexFacts): Visited {
    const condition = this.#visit(expression.condition, locals, facts);
    const known = this.#values.known(condition.value.id);
    if (typeof known === "boolean") {
      const taken = this.#visit(known ? expression.whenTrue : expression.whenFalse, locals, facts);
      return { value: taken.value, fails: condition.fails || taken.fails };
    }
    const whenTrue = this.#assume(expression.condition, true, locals, facts);
    const whenFalse = this.#assume(expression.condition, false, locals, facts);
    const one = this.#visit(expression.whenTrue, locals, whenTrue);
    const other = this.#visit(expression.whenFalse, locals, whenFalse);
    const fails = condition.fails || one.fails || other.fails;
    if (one.value.id === other.value.id) return { value: one.value, fails };
    const id = this.#values.id("if", condition.value.id, one.value.id, other.value.id);
    if (one.value.shape.kind === "none") this.#present(id, other.value.id, whenFalse);
    if (other.value.shape.kind === "none") this.#present(id, one.value.id, whenTrue);
    return { value: { id, shape: joinShapes(one.value.shape, other.value.shape) }, fails };
  }

  #binary(
    { operator, left, right }: Extract<Expression, { kind: "binary" }>,
    locals: Locals,
    facts: IndexFacts,
  ): Visited {
    const one = this.#visit(left, locals, facts);
    const known = this.#values.known(one.value.id);
    if ((operator === "and" || operator === "or") && typeof known === "boolean") {
      if (known === (operator === "or")) return one;
      const other = this.#visit(right, locals, facts);
      return { value: other.value, fails: one.fails || other.fails };
    }
    const isLazy = operator === "and" || operator === "or";
    const within = isLazy ? this.#assume(left, operator === "and", locals, facts) : facts;
    const other = this.#visit(right, locals, within);
    const fails = one.fails || other.fails;
    const ids = [one.value.id, other.value.id] as const;
    switch (operator) {
      case "and":
      case "or":
      case "less":
      case "atMost":
        return { value: this.#values.opaque(operator, ...ids), fails };
      case "equal":
      case "unequal": {
        const isSame = this.#values.compared(...ids);
        if (isSame === null) return { value: this.#values.opaque(operator, ...ids), fails };
        return { value: this.#values.literal(isSame === (operator === "equal")), fails };
      }
      default:
        return {
          value: {
            id: this.#values.id(operator, ...ids),
            shape: combine(operator, one.value, other.value),
          },
          fails,
        };
    }
  }

  /** Where the value `id` is not `null` it is the value `present`, and `facts` are known. */
  #present(id: number, present: number, facts: IndexFacts): void {
    this.#whenPresent.set(id, facts.branch(this.#whenPresent.get(present)));
  }

  /** What is known in a part that is computed only where `condition` is true, or false. */
  #assume(condition: Expression, isTrue: boolean, locals: Locals, facts: IndexFacts): IndexFacts {
    const known = facts.branch();
    const value = (part: Expression): AbstractValue =>
      this.#visit(part, locals, known.branch()).value;
    const assume = (part: Expression, holds: boolean): void => {
      if (part.kind === "not") assume(part.of, !holds);
      if (part.kind !== "binary") return;
      const { operator, left, right } = part;
      if (operator === (holds ? "and" : "or")) {
        assume(left, holds);
        assume(right, holds);
      }
      if (operator === (holds ? "unequal" : "equal")) {
        const [one, other] = [value(left), value(right)];
        if (other.shape.kind === "none") known.addAll(this.#whenPresent.get(one.id));
      }
      // `index < length`, and where it is false `length <= index`.
      if (operator === (holds ? "less" : "atMost")) {
        const [index, length] = holds ? [value(left), value(right)] : [value(right), value(left)];
        const { low } = numeric(index.shape);
        if (low !== null && low >= 0) known.add(length, index);
      }
    };
    assume(condition, isTrue);
    return known;
  }

  #with(
    expression: Extract<Expression, { kind: "with" }>,
    locals: Locals,
    facts: IndexFacts,
  ): Visited {
    const of = this.#visit(expression.of, locals, facts);
    let isInside = true;
    let { fails } = of;
    const replaced = (old: AbstractValue, path: readonly PathStep[]): AbstractValue => {
      const [step, ...rest] = path;
      if (step === undefined) {
        // After the indices: what it reads itself does not tell that they are inside.
        const value = this.#visit(expression.value, locals, facts);
        fails ||= value.fails;
        return value.value;
      }
      if (step.kind === "field") {
        const inner = replaced(this.#values.fieldOf(old, step.name), rest);
        const id = this.#values.id("with", old.id, step.name, inner.id);
        return { id, shape: this.#values.withField(old, step.name, inner) };
      }
      const index = this.#visit(step.index, locals, facts);
      fails ||= index.fails;
      if (!this.#isInside(index.value, old, facts)) isInside = false;
      const inner = replaced(this.#values.itemOf(old, index.value), rest);
      const id = this.#values.id("with", old.id, index.value.id, inner.id);
      return { id, shape: this.#values.withItem(old, index.value, inner) };
    };
    const changed = replaced(of.value, expression.path);
    if (!isInside) this.#changes.add(expression);
    return { value: changed, fails: fails || !isInside };
  }

  /** Whether the index is inside of the array; after it has been read, it is. */
  #isInside(index: AbstractValue, of: AbstractValue, facts: IndexFacts): boolean {
    const length = this.#values.lengthOf(of);
    const { low, high, below } = numeric(index.shape);
    const least = numeric(length.shape).low;
    const isLess = below.has(length.id) || (high !== null && least !== null && high < least);
    if ((low !== null && low >= 0 && isLess) || facts.has(length, index)) return true;
    facts.add(length, index);
    return false;
  }
}

function total(value: AbstractValue): Visited {
  return { value, fails: false };
}

function named(values: ReadonlyMap<string, AbstractValue>, name: string): AbstractValue {
  const value = values.get(name);
  if (value === undefined) throw new Error(`nothing is known of the name ${name}`);
  return value;
}
