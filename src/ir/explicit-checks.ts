import { type Expression, local, type PathStep } from "./expression.js";
import type { Model } from "./model.js";
import { type Partiality, partialityOf } from "./partiality.js";
import { boundNames, mentions, stepMentions } from "./references.js";
import type { Step } from "./step.js";
import { SurelyComputed } from "./surely-computed.js";
import { stepExpressions, stepNames } from "./walk.js";

type Let = Extract<Expression, { kind: "let" }>;
type With = Extract<Expression, { kind: "with" }>;
type StepLet = Extract<Step, { kind: "let" }>;

/**
 * Whether the `let` is a check: its name stands nowhere, and its value is computed for nothing but
 * to fail where it cannot be.
 */
export function isCheck({ name, body }: Let): boolean {
  return !mentions(body, name);
}

/** The same of a `let` in a step. */
export function isStepCheck({ name, body }: StepLet): boolean {
  return !stepMentions(body, name);
}

/**
 * The model with a check before everything that may fail and that a target might not compute: the
 * typed model computes constants and arguments where they stand, TLA+ where they are needed, and
 * `EXCEPT` leaves an array alone that has no such index. Checks of what cannot fail, or is computed
 * anyway, are left out. Parts that need no check stay as they are, by identity.
 */
export function withExplicitChecks(model: Model): Model {
  const partiality = partialityOf(model);
  const computed = new SurelyComputed(model.operators);
  const places = new Map(model.places);
  const named = new Set([...model.variables, ...model.constants].map(({ name }) => name));
  const rewriter = (names: Iterable<string>): CheckWriter =>
    new CheckWriter(partiality, computed, places, new Set([...named, ...names]));
  const located = <Part extends object>(original: Part, part: Part): Part =>
    moved(places, original, part);
  const operators = model.operators.map((operator) => {
    const names = [...operator.parameters, ...boundNames(operator.body)];
    const body = rewriter(names).expression(operator.body);
    return body === operator.body ? operator : located(operator, { ...operator, body });
  });
  const actions = model.actions.map((action) => {
    const names = [
      ...action.parameters.map(({ name }) => name),
      ...stepNames(action.step),
      ...stepExpressions(action.step).flatMap(boundNames),
    ];
    const step = rewriter(names).step(action.step);
    return step === action.step ? action : located(action, { ...action, step });
  });
  const invariants = model.invariants.map((invariant) => {
    const body = rewriter(boundNames(invariant.body)).expression(invariant.body);
    return body === invariant.body ? invariant : located(invariant, { ...invariant, body });
  });
  const variables = model.variables.map((variable) => {
    const initial = rewriter(boundNames(variable.initial)).expression(variable.initial);
    return initial === variable.initial ? variable : located(variable, { ...variable, initial });
  });
  const liveness = model.liveness.map((fairness) => ({
    ...fairness,
    properties: fairness.properties.map((property) => {
      const { whenever, eventually } = property;
      const names = [
        ...property.parameters.map(({ name }) => name),
        ...[whenever, eventually].flatMap(boundNames),
      ];
      const write = rewriter(names);
      return located(property, {
        ...property,
        whenever: write.expression(whenever),
        eventually: write.expression(eventually),
      });
    }),
  }));
  return { ...model, operators, actions, invariants, variables, liveness, places };
}

/** The new form of a part stands where the part stood. */
function moved<Part extends object>(
  places: Map<object, NonNullable<ReturnType<Model["places"]["get"]>>>,
  original: object,
  part: Part,
): Part {
  const place = places.get(original);
  if (place !== undefined) places.set(part, place);
  return part;
}

/** Writes the checks of one operator, action or property. */
class CheckWriter {
  constructor(
    private readonly partiality: Partiality,
    private readonly computed: SurelyComputed,
    private readonly places: Parameters<typeof moved>[0],
    private readonly taken: Set<string>,
  ) {}

  step(step: Step): Step {
    switch (step.kind) {
      case "disabled":
        return step;
      case "update": {
        const updates = this.#all(step.updates, (update) => {
          const value = this.#whole(update.value);
          return value === update.value ? update : moved(this.places, update, { ...update, value });
        });
        return updates === step.updates ? step : moved(this.places, step, { ...step, updates });
      }
      case "if": {
        const condition = this.expression(step.condition);
        const whenTrue = this.step(step.whenTrue);
        const whenFalse = this.step(step.whenFalse);
        const isSame =
          condition === step.condition &&
          whenTrue === step.whenTrue &&
          whenFalse === step.whenFalse;
        return isSame
          ? step
          : moved(this.places, step, { ...step, condition, whenTrue, whenFalse });
      }
      case "let":
        return this.#letStep(step);
    }
  }

  #letStep(step: StepLet): Step {
    const fails = this.partiality.lets.has(step);
    if (isStepCheck(step)) {
      if (!fails || this.computed.inStep(step.body, step.value)) return this.step(step.body);
    }
    const isLate =
      fails && !isStepCheck(step) && !this.computed.inStep(step.body, local(step.name));
    const value = this.expression(step.value);
    const inner = this.step(step.body);
    const body: Step = isLate
      ? { kind: "let", name: this.#fresh(), value: local(step.name), body: inner }
      : inner;
    return value === step.value && body === step.body
      ? step
      : moved(this.places, step, { ...step, value, body });
  }

  expression(expression: Expression): Expression {
    const written = this.#written(expression);
    return written === expression ? expression : moved(this.places, expression, written);
  }

  /** The value of a variable, which a target computes to its last item. */
  #whole(value: Expression): Expression {
    return value.kind === "generate" ? this.#generated(value) : this.expression(value);
  }

  #written(expression: Expression): Expression {
    switch (expression.kind) {
      case "literal":
      case "constant":
      case "variable":
      case "local":
        return expression;
      case "field":
      case "length":
      case "maximum":
      case "not": {
        const of = this.expression(expression.of);
        return of === expression.of ? expression : { ...expression, of };
      }
      case "item": {
        const of = this.expression(expression.of);
        const index = this.expression(expression.index);
        const isSame = of === expression.of && index === expression.index;
        return isSame ? expression : { ...expression, of, index };
      }
      case "binary": {
        const left = this.expression(expression.left);
        const right = this.expression(expression.right);
        const isSame = left === expression.left && right === expression.right;
        return isSame ? expression : { ...expression, left, right };
      }
      case "if": {
        const condition = this.expression(expression.condition);
        const whenTrue = this.expression(expression.whenTrue);
        const whenFalse = this.expression(expression.whenFalse);
        const isSame =
          condition === expression.condition &&
          whenTrue === expression.whenTrue &&
          whenFalse === expression.whenFalse;
        return isSame ? expression : { ...expression, condition, whenTrue, whenFalse };
      }
      case "let":
        return this.#let(expression);
      case "record": {
        const fields = this.#all(expression.fields, (field) => {
          const value = this.expression(field.value);
          return value === field.value ? field : { ...field, value };
        });
        return fields === expression.fields ? expression : { ...expression, fields };
      }
      case "array": {
        const items = this.#all(expression.items, (item) => this.expression(item));
        return items === expression.items ? expression : { ...expression, items };
      }
      case "with":
        return this.#with(expression);
      case "generate": {
        const made = this.#generated(expression);
        return this.partiality.generates.has(expression) ? this.#computedFirst(made) : made;
      }
      case "quantifier": {
        const length = this.expression(expression.length);
        const body = this.expression(expression.body);
        const isSame = length === expression.length && body === expression.body;
        return isSame ? expression : { ...expression, length, body };
      }
      case "call":
        return this.#call(expression);
    }
  }

  #generated(expression: Extract<Expression, { kind: "generate" }>): Expression {
    const length = this.expression(expression.length);
    const item = this.expression(expression.item);
    if (length === expression.length && item === expression.item) return expression;
    return moved(this.places, expression, { ...expression, length, item });
  }

  #let(expression: Let): Expression {
    const fails = this.partiality.lets.has(expression);
    if (isCheck(expression)) {
      if (!fails || this.computed.inExpression(expression.body, expression.value)) {
        return this.expression(expression.body);
      }
    }
    const isLate =
      fails &&
      !isCheck(expression) &&
      !this.computed.inExpression(expression.body, local(expression.name));
    const value = this.expression(expression.value);
    const inner = this.expression(expression.body);
    const body = isLate ? this.#check(local(expression.name), inner) : inner;
    return value === expression.value && body === expression.body
      ? expression
      : { ...expression, value, body };
  }

  /** Arguments that may fail, and that the operator might not need, get names and checks. */
  #call(expression: Extract<Expression, { kind: "call" }>): Expression {
    const failing = this.partiality.args.get(expression);
    const bound: { readonly name: string; readonly value: Expression }[] = [];
    const args = this.#all(expression.args, (arg, index) => {
      const value = this.expression(arg);
      if (failing?.has(index) !== true || this.computed.needs(expression.operator, index)) {
        return value;
      }
      const name = this.#fresh("argument");
      bound.push({ name, value });
      return local(name);
    });
    if (args === expression.args) return expression;
    return bound.reduceRight<Expression>(
      (body, { name, value }) => ({
        kind: "let",
        name,
        value,
        body: this.#check(local(name), body),
      }),
      { ...expression, args },
    );
  }

  #with(expression: With): Expression {
    const of = this.expression(expression.of);
    const value = this.expression(expression.value);
    const path = this.#all(expression.path, (step): PathStep => {
      if (step.kind === "field") return step;
      const index = this.expression(step.index);
      return index === step.index ? step : { ...step, index };
    });
    const isSame = of === expression.of && value === expression.value && path === expression.path;
    if (!this.partiality.changes.has(expression)) {
      return isSame ? expression : { ...expression, of, path, value };
    }
    const last = path.findLastIndex((step) => step.kind === "item");
    const read = (from: Expression): Expression =>
      path
        .slice(0, last + 1)
        .reduce<Expression>(
          (whole, step) =>
            step.kind === "field"
              ? { kind: "field", of: whole, name: step.name }
              : { kind: "item", of: whole, index: step.index },
          from,
        );
    if (isName(of)) return this.#check(read(of), { ...expression, of, path, value });
    const name = this.#fresh("changed");
    return {
      kind: "let",
      name,
      value: of,
      body: this.#check(read(local(name)), { ...expression, of: local(name), path, value }),
    };
  }

  #computedFirst(value: Expression): Expression {
    const name = this.#fresh("items");
    return { kind: "let", name, value, body: this.#check(local(name), local(name)) };
  }

  #check(value: Expression, body: Expression): Expression {
    return { kind: "let", name: this.#fresh(), value, body };
  }

  #fresh(wanted = "checked"): string {
    let name = wanted;
    for (let number = 2; this.taken.has(name); number++) name = `${wanted}${number}`;
    this.taken.add(name);
    return name;
  }

  /** The parts, each as `write` has it; the list itself where all stay as they are. */
  #all<Part>(parts: readonly Part[], write: (part: Part, index: number) => Part): readonly Part[] {
    const written = parts.map(write);
    return written.every((part, index) => part === parts[index]) ? parts : written;
  }
}

/** Whether reading the value once more costs nothing. */
function isName(expression: Expression): boolean {
  switch (expression.kind) {
    case "variable":
    case "local":
      return true;
    case "field":
      return isName(expression.of);
    default:
      return false;
  }
}
