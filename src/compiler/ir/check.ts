import type { Expression } from "./expression.js";
import type { Fairness, Model, Parameter } from "./model.js";
import type { Step } from "./step.js";
import { componentTypes, type Type, unnamed } from "./type.js";
import { boundName, subexpressions, typeExpressions } from "./walk.js";

/**
 * What is wrong with the model as a piece of the IR: names that are not bound or bound twice, calls
 * with a wrong number of arguments or of a later operator, a variable updated twice, arrays among
 * the constants in places where they would be values. A model that the front end made has none.
 */
export function checkModel(model: Model): readonly string[] {
  return new ModelCheck(model).run();
}

/** What may be named in some place. */
interface Visible {
  /** For the message: "action Raise". */
  readonly where: string;
  readonly locals: ReadonlySet<string>;
  /** Operators that may be called, with the number of their parameters. */
  readonly operators: ReadonlyMap<string, number>;
  readonly variables: ReadonlySet<string>;
}

class ModelCheck {
  readonly #problems: string[] = [];
  readonly #constants: ReadonlyMap<string, Type>;
  readonly #variables: ReadonlySet<string>;

  constructor(private readonly model: Model) {
    this.#constants = new Map(model.constants.map(({ name, type }) => [name, type]));
    this.#variables = new Set(model.variables.map((variable) => variable.name));
  }

  run(): readonly string[] {
    const { model } = this;
    this.#unique("constant", model.constants);
    this.#unique("variable", model.variables);
    const leadsTo = model.liveness.flatMap((fairness) => fairness.properties);
    this.#unique("operator", [
      ...model.actions,
      ...model.invariants,
      ...model.operators,
      ...model.liveness,
      ...leadsTo,
    ]);
    const operators = new Map<string, number>();
    for (const operator of model.operators) {
      const where = `operator ${operator.name}`;
      const locals = this.#parameters(operator.parameters, where);
      this.#expression(operator.body, { where, locals, operators, variables: this.#variables });
      operators.set(operator.name, operator.parameters.length);
    }
    const fixed = { locals: new Set<string>(), operators, variables: new Set<string>() };
    for (const { name, type } of model.constants) {
      this.#type(type, { ...fixed, where: `constant ${name}` });
    }
    for (const { name, type, initial } of model.variables) {
      this.#type(type, { ...fixed, where: `type of ${name}` });
      this.#expression(initial, { ...fixed, where: `initial value of ${name}` });
    }
    for (const action of model.actions) {
      const where = `action ${action.name}`;
      const locals = this.#quantified(action.parameters, { ...fixed, where });
      this.#step(action.step, { where, locals, operators, variables: this.#variables });
    }
    for (const { name, body } of model.invariants) {
      const where = `invariant ${name}`;
      this.#expression(body, { ...fixed, where, variables: this.#variables });
    }
    for (const { name, parameters, whenever, eventually } of leadsTo) {
      const where = `property ${name}`;
      const locals = this.#quantified(parameters, { ...fixed, where });
      for (const part of [whenever, eventually]) {
        this.#expression(part, { where, locals, operators, variables: this.#variables });
      }
    }
    for (const fairness of model.liveness) this.#fairness(fairness);
    return this.#problems;
  }

  /** The names of parameters that have types, which may depend on those before them. */
  #quantified(parameters: readonly Parameter[], fixed: Visible): ReadonlySet<string> {
    const locals = new Set<string>();
    for (const { name, type } of parameters) {
      this.#type(type, { ...fixed, locals: new Set(locals) });
      locals.add(name);
    }
    return this.#parameters(
      parameters.map(({ name }) => name),
      fixed.where,
    );
  }

  #fairness({ name, weaklyFair, stronglyFair, ceasing }: Fairness): void {
    const actions = new Set(this.model.actions.map((action) => action.name));
    for (const action of [...weaklyFair, ...stronglyFair, ...ceasing]) {
      if (!actions.has(action)) {
        this.#report(`fairness ${name}`, `there is no action ${action}`);
      }
    }
  }

  #report(where: string, what: string): void {
    this.#problems.push(`${where}: ${what}`);
  }

  #unique(kind: string, parts: readonly { readonly name: string }[]): void {
    const names = new Set<string>();
    for (const { name } of parts) {
      if (names.has(name)) this.#report("model", `there are two of the ${kind} ${name}`);
      names.add(name);
    }
  }

  #parameters(names: readonly string[], where: string): ReadonlySet<string> {
    for (const name of names) this.#hides(name, where);
    if (new Set(names).size < names.length) this.#report(where, "two parameters have one name");
    return new Set(names);
  }

  #hides(name: string, where: string): void {
    if (this.#variables.has(name) || this.#constants.has(name)) {
      this.#report(where, `the local ${name} hides a name of the model`);
    }
  }

  /** `visible` with one more local, which must not hide another name. */
  #bind(visible: Visible, name: string): Visible {
    this.#hides(name, visible.where);
    if (visible.locals.has(name)) this.#report(visible.where, `the local ${name} is bound twice`);
    return { ...visible, locals: new Set([...visible.locals, name]) };
  }

  #type(type: Type, visible: Visible): void {
    for (const expression of typeExpressions(type)) {
      // The length of a ragged array is an array among the constants itself.
      this.#expression(expression, visible, true);
    }
    if (type.kind === "record" || type.kind === "union") {
      const records = type.kind === "record" ? [type.fields] : type.variants.map((v) => v.fields);
      for (const fields of records) this.#unique("field", fields);
    }
    for (const component of componentTypes(type)) this.#type(component, visible);
  }

  #step(step: Step, visible: Visible): void {
    switch (step.kind) {
      case "disabled":
        return;
      case "update": {
        this.#unique(
          `update of ${visible.where}`,
          step.updates.map(({ variable }) => ({ name: variable })),
        );
        for (const { variable, value } of step.updates) {
          if (!this.#variables.has(variable)) {
            this.#report(visible.where, `the update of ${variable}, which is no variable`);
          }
          this.#expression(value, visible);
        }
        return;
      }
      case "if":
        this.#expression(step.condition, visible);
        this.#step(step.whenTrue, visible);
        this.#step(step.whenFalse, visible);
        return;
      case "let":
        this.#expression(step.value, visible);
        this.#step(step.body, this.#bind(visible, step.name));
    }
  }

  /** `mayBeArray`: the expression stands where an array among the constants may. */
  #expression(expression: Expression, visible: Visible, mayBeArray = false): void {
    this.#name(expression, visible);
    if (!mayBeArray && this.#isConstantArray(expression)) {
      this.#report(visible.where, "an array among the constants is used as a value");
    }
    const bound = boundName(expression);
    const inside = bound === null ? visible : this.#bind(visible, bound);
    const [first, ...others] = subexpressions(expression);
    if (first === undefined) return;
    // What a name is bound to comes first, and does not know the name yet.
    this.#expression(first, visible, ["item", "length", "maximum"].includes(expression.kind));
    for (const inner of others) this.#expression(inner, inside);
  }

  #name(expression: Expression, { where, locals, operators, variables }: Visible): void {
    switch (expression.kind) {
      case "constant":
        if (!this.#constants.has(expression.name)) {
          this.#report(where, `the constant ${expression.name} is not declared`);
        }
        return;
      case "variable":
        if (!variables.has(expression.name)) {
          this.#report(where, `the variable ${expression.name} cannot be read here`);
        }
        return;
      case "local":
        if (!locals.has(expression.name)) {
          this.#report(where, `the local ${expression.name} is not bound`);
        }
        return;
      case "call": {
        const arity = operators.get(expression.operator);
        if (arity !== expression.args.length) {
          const known = arity === undefined ? "is not defined before" : `takes ${arity} arguments`;
          this.#report(where, `the operator ${expression.operator} ${known}`);
        }
        return;
      }
      case "record":
        this.#unique(`field of a record in ${where}`, expression.fields);
        return;
      case "maximum":
        if (!this.#isConstantArray(expression.of)) {
          this.#report(where, "the maximum is asked of what is no array among the constants");
        }
    }
  }

  #isConstantArray(expression: Expression): boolean {
    const type = this.#constantType(expression);
    return type !== null && (type.kind === "sequence" || type.kind === "array");
  }

  /** The type of a constant or of an item in one; null of anything else. */
  #constantType(expression: Expression): Type | null {
    if (expression.kind === "constant") {
      const type = this.#constants.get(expression.name);
      return type === undefined ? null : unnamed(type);
    }
    if (expression.kind !== "item") return null;
    const of = this.#constantType(expression.of);
    return of?.kind === "sequence" || of?.kind === "array" ? unnamed(of.item) : null;
  }
}
