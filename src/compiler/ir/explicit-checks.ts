import { type Expression, local, type PathStep } from "./expression.js";
import type { Model } from "./model.js";
import { type Partiality, partialityOf } from "./partiality.js";
import { boundNames, mentions, stepMentions } from "./references.js";
import { changed, each, withParts } from "./rewrite.js";
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
    return located(
      operator,
      changed(operator, { body: rewriter(names).expression(operator.body) }),
    );
  });
  const actions = model.actions.map((action) => {
    const names = [
      ...action.parameters.map(({ name }) => name),
      ...stepNames(action.step),
      ...stepExpressions(action.step).flatMap(boundNames),
    ];
    return located(action, changed(action, { step: rewriter(names).step(action.step) }));
  });
  const invariants = model.invariants.map((invariant) => {
    const body = rewriter(boundNames(invariant.body)).expression(invariant.body);
    return located(invariant, changed(invariant, { body }));
  });
  const variables = model.variables.map((variable) => {
    const initial = rewriter(boundNames(variable.initial)).expression(variable.initial);
    return located(variable, changed(variable, { initial }));
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
        const updates = each(step.updates, (update) =>
          moved(this.places, update, changed(update, { value: this.#whole(update.value) })),
        );
        return moved(this.places, step, changed(step, { updates }));
      }
      case "if": {
        const condition = this.expression(step.condition);
        const whenTrue = this.step(step.whenTrue);
        const whenFalse = this.step(step.whenFalse);
        return moved(this.places, step, changed(step, { condition, whenTrue, whenFalse }));
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
    return moved(this.places, step, changed(step, { value, body }));
  }

  expression(expression: Expression): Expression {
    return moved(this.places, expression, this.#written(expression));
  }

  /** The value of a variable, which a target computes to its last item. */
  #whole(value: Expression): Expression {
    return value.kind === "generate" ? this.#generated(value) : this.expression(value);
  }

  #written(expression: Expression): Expression {
    switch (expression.kind) {
      case "let":
        return this.#let(expression);
      case "with":
        return this.#with(expression);
      case "generate": {
        const made = this.#generated(expression);
        return this.partiality.generates.has(expression) ? this.#computedFirst(made) : made;
      }
      case "call":
        return this.#call(expression);
      default:
        return withParts(expression, (part) => this.expression(part));
    }
  }

  #generated(expression: Extract<Expression, { kind: "generate" }>): Expression {
    const length = this.expression(expression.length);
    const item = this.expression(expression.item);
    return moved(this.places, expression, changed(expression, { length, item }));
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
    return changed(expression, { value, body });
  }

  /** Arguments that may fail, and that the operator might not need, get names and checks. */
  #call(expression: Extract<Expression, { kind: "call" }>): Expression {
    const failing = this.partiality.args.get(expression);
    const bound: { readonly name: string; readonly value: Expression }[] = [];
    const args = each(expression.args, (arg, index) => {
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
    const path = each(
      expression.path,
      (step): PathStep =>
        step.kind === "field" ? step : changed(step, { index: this.expression(step.index) }),
    );
    if (!this.partiality.changes.has(expression)) return changed(expression, { of, path, value });
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
