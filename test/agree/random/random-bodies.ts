import type { Choices } from "./choices.js";
import { ExpressionWriter } from "./random-expressions.js";
import { type Named, type RandomScope, without, withValues } from "./random-scope.js";
import { anyType, NUMBER, type RandomField, type RandomType, typeText } from "./random-types.js";

/** Names for constants: some are words of TLA+, some are those of variables or of operators. */
const NAMES = ["step", "next", "i", "f", "n", "IN", "Nat", "v0", "a0", "Next", "turn$", "value_"];

/** What a body must return: a value of a type, or the state after an action. */
export type Wanted =
  | { readonly kind: "value"; readonly type: RandomType }
  | {
      readonly kind: "state";
      readonly variables: readonly RandomField[];
      readonly mayBeDisabled: boolean;
      /** Functions that return a state: they take the parameters of the model and the state. */
      readonly helpers: readonly string[];
    };

/** Writes the bodies of functions: each path ends in a `return`. */
export class BodyWriter {
  readonly #expressions: ExpressionWriter;

  constructor(private readonly choices: Choices) {
    this.#expressions = new ExpressionWriter(choices);
  }

  /**
   * The statements of a block, each on lines of its own; `depth` is how many may stand in each
   * other. At the start of a block, but not of a function, names from outside may be hidden.
   */
  block(wanted: Wanted, scope: RandomScope, depth: number, isStart = true): string {
    if (depth <= 0) return this.#result(wanted, scope, 1);
    const { choices } = this;
    return choices.pick<() => string>([
      () => this.#result(wanted, scope, 2),
      () => this.#constant(wanted, scope, depth, isStart),
      () => this.#early(wanted, scope, depth),
      () => this.#constant(wanted, scope, depth, isStart),
      () => this.#inner(wanted, scope, depth),
      () => this.#switch(wanted, scope, depth) ?? this.#early(wanted, scope, depth),
    ])();
  }

  /** `const name: Type = …;`; at the start of a block it may hide a name from outside. */
  #constant(wanted: Wanted, scope: RandomScope, depth: number, isStart: boolean): string {
    const { choices } = this;
    const wish = choices.pickAny(NAMES) ?? "step";
    const isNew = !scope.names.has(wish);
    const name = isStart || isNew ? wish : this.#freeName(scope);
    scope.names.add(name);
    const type = choices.chance(50) ? NUMBER : anyType(choices, scope.types);
    const outside = without(scope, name);
    const value = this.#expressions.write(type, outside, 2);
    // TypeScript knows the value of the constant: comparing it with another is an error there.
    const compared = new Set([...scope.compared, name]);
    const inner = withValues({ ...outside, compared }, { path: name, type });
    const rest = this.block(wanted, inner, depth - 1, false);
    return `const ${name}: ${typeText(type)} = ${value};\n${rest}`;
  }

  #freeName(scope: RandomScope): string {
    let number = 1;
    while (scope.names.has(`c${number}`)) number++;
    return `c${number}`;
  }

  #early(wanted: Wanted, scope: RandomScope, depth: number): string {
    const condition = this.#expressions.write({ kind: "boolean" }, scope, 2);
    const then = this.block(wanted, this.#branch(scope), depth - 1);
    const rest = this.block(wanted, scope, depth - 1, false);
    return this.choices.chance(30)
      ? `if (${condition}) {\n${then}\n} else {\n${this.block(wanted, this.#branch(scope), depth - 1)}\n}`
      : `if (${condition}) {\n${then}\n}\n${rest}`;
  }

  /** Comparisons in a branch are none of the statements behind it, but those before it are. */
  #branch(scope: RandomScope): RandomScope {
    return { ...scope, compared: new Set(scope.compared) };
  }

  /** A block with names of its own that may reach its end without a `return`. */
  #inner(wanted: Wanted, scope: RandomScope, depth: number): string {
    const name = this.choices.pickAny(NAMES) ?? "step";
    scope.names.add(name);
    const outside = without(scope, name);
    const value = this.#expressions.write(NUMBER, outside, 1);
    const inner = withValues(outside, { path: name, type: NUMBER });
    const condition = this.#expressions.write({ kind: "boolean" }, inner, 1);
    const then = this.block(wanted, this.#branch(inner), depth - 1);
    const rest = this.block(wanted, scope, depth - 1, false);
    return `{\nconst ${name}: number = ${value};\nif (${condition}) {\n${then}\n}\n}\n${rest}`;
  }

  /** A switch over an enumeration, with a default somewhere, or over the alternatives of a union. */
  #switch(wanted: Wanted, scope: RandomScope, depth: number): string | null {
    const subject = this.choices.pickAny(
      scope.values.filter(
        ({ path, type }) =>
          (type.kind === "enumeration" || type.kind === "union") && !scope.compared.has(path),
      ),
    );
    if (subject === undefined) return null;
    scope.compared.add(subject.path);
    const clauses =
      subject.type.kind === "union"
        ? this.#variants(subject, subject.type, wanted, scope, depth)
        : this.#labels(subject, wanted, scope, depth);
    const at = subject.type.kind === "union" ? ".at" : "";
    return `switch (${subject.path}${at}) {\n${clauses.join("")}}`;
  }

  #variants(
    { path }: Named,
    type: Extract<RandomType, { kind: "union" }>,
    wanted: Wanted,
    scope: RandomScope,
    depth: number,
  ): readonly string[] {
    return type.variants.map(({ tag, fields }) => {
      const known = fields.map((field): Named => {
        return { path: `${path}.${field.name}`, type: field.type, narrowed: true };
      });
      const inner = withValues(this.#branch(scope), ...known);
      return `case "${tag}": {\n${this.block(wanted, inner, depth - 1)}\n}\n`;
    });
  }

  #labels({ type }: Named, wanted: Wanted, scope: RandomScope, depth: number): readonly string[] {
    const values = type.kind === "enumeration" ? type.values : [];
    const cases = values.map((value, index) => {
      const label = `case ${JSON.stringify(value)}:`;
      // A case may share the statements of the next.
      if (index < values.length - 1 && this.choices.chance(25)) return `${label}\n`;
      return `${label} {\n${this.block(wanted, this.#branch(scope), depth - 1)}\n}\n`;
    });
    if (this.choices.chance(50)) return cases;
    const byDefault = `default: {\n${this.block(wanted, this.#branch(scope), depth - 1)}\n}\n`;
    const position = this.choices.below(cases.length);
    // In place of one case: what has no case comes to the default.
    return cases.map((clause, index) => (index === position ? byDefault : clause));
  }

  #result(wanted: Wanted, scope: RandomScope, depth: number): string {
    const { choices } = this;
    if (wanted.kind === "value") {
      return `return ${this.#expressions.write(wanted.type, scope, depth)};`;
    }
    if (wanted.mayBeDisabled && choices.chance(20)) return "return null;";
    const helper = choices.pickAny(wanted.helpers);
    if (helper !== undefined && choices.chance(20)) return `return ${helper}(config, state);`;
    const update = this.#update(wanted.variables, scope, depth);
    if (!wanted.mayBeDisabled || !choices.chance(20)) return `return ${update};`;
    const condition = this.#expressions.write({ kind: "boolean" }, scope, depth);
    return `return ${condition} ? ${update} : null;`;
  }

  /** `{ ...state, v0: … }`, perhaps of a state that a helper made. */
  #update(variables: readonly RandomField[], scope: RandomScope, depth: number): string {
    const [first, ...others] = variables.filter(() => this.choices.chance(45));
    const changed = [first ?? this.choices.pickAny(variables), ...others];
    const fields = changed.flatMap((field) =>
      field === undefined
        ? []
        : [
            `${field.name}: ${this.#expressions.next(`state.${field.name}`, field.type, scope, depth)}`,
          ],
    );
    return `{ ...state, ${fields.join(", ")} }`;
  }
}
