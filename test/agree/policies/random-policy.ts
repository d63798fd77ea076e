import { Choices } from "../random/choices.js";
import { PolicyExpressions, type Scope } from "./policy-expressions.js";
import { initialText, type MemoryField, memoryFields, typeText } from "./policy-types.js";

/** What a function of a policy returns beside the memory. */
type Answer = "memory" | "walk" | "decision";

/** The source of the policy that a sequence of decisions leads to. */
export function randomPolicy(numbers: readonly number[]): string {
  return new PolicyWriter(new Choices(numbers)).write();
}

class PolicyWriter {
  readonly #fields: readonly MemoryField[];
  readonly #expressions: PolicyExpressions;
  #constants = 0;

  constructor(private readonly choices: Choices) {
    this.#fields = memoryFields(choices);
    this.#expressions = new PolicyExpressions(choices, choices.pick([0, 5, 15, 30]));
  }

  write(): string {
    const { choices } = this;
    const lines = this.#fields.map(({ name, type }) => `  readonly ${name}: ${typeText(type)};`);
    const initial = this.#fields.map(({ name, type }) => `${name}: ${initialText(type, choices)}`);
    const scope: Scope = {
      memory: "memory",
      fields: this.#fields,
      numbers: [],
      booleans: [],
      mayTurn: true,
    };
    const header = "(memory: Memory, seen: Seen)";
    return `import { at, type Policy, type Range, type Seen, type Vector, type Walk, type Decision } from "nmicheck/policy";

interface Memory {
${lines.join("\n")}
}

/** Needs its second argument sometimes. */
function both(one: boolean, other: boolean): boolean {
  return one && other;
}

/** Needs its second argument sometimes. */
function chosen(isWanted: boolean, number: number): number {
  return isWanted ? number : 0;
}

function turned${header}: Memory {
${this.#body("memory", { ...scope, mayTurn: false }, 1)}
}

export const random: Policy<Memory> = {
  initial: { ${initial.join(", ")} },
  enter${header}: Memory {
${this.#body("memory", scope, 2)}
  },
  proceed${header}: Walk<Memory> {
${this.#body("walk", scope, 1)}
  },
  finish${header}: Decision<Memory> {
${this.#body("decision", scope, 2)}
  },
};
`;
  }

  #body(answer: Answer, scope: Scope, depth: number): string {
    const { choices } = this;
    if (depth <= 0) return this.#result(answer, scope);
    const rest = (inner = scope): string => this.#body(answer, inner, depth - 1);
    return choices.pick<() => string>([
      () => this.#result(answer, scope),
      () => {
        const name = this.#constant();
        const value = this.#expressions.number(scope, 2);
        const inner = { ...scope, numbers: [...scope.numbers, name] };
        return `  const ${name}: number = ${value};\n${rest(inner)}`;
      },
      () => `  if (${this.#expressions.boolean(scope, 2)}) {\n${rest()}\n  }\n${rest()}`,
      () => {
        const name = this.#constant();
        const value = this.#expressions.boolean(scope, 2);
        const inner = { ...scope, booleans: [...scope.booleans, name] };
        return `  const ${name}: boolean = ${value};\n${rest(inner)}`;
      },
      () => {
        const name = this.#constant();
        return `  const ${name}: Memory = ${this.#memory(scope)};\n${rest({ ...scope, memory: name })}`;
      },
      () => this.#switch(answer, scope, depth) ?? rest(),
    ])();
  }

  #switch(answer: Answer, scope: Scope, depth: number): string | null {
    const field = this.choices.pickAny(
      this.#fields.filter(({ type }) => type.kind === "enumeration"),
    );
    if (field?.type.kind !== "enumeration") return null;
    const clauses = field.type.values.map(
      (value) => `  case ${JSON.stringify(value)}: {\n${this.#body(answer, scope, depth - 1)}\n  }`,
    );
    return `  switch (${scope.memory}.${field.name}) {\n${clauses.join("\n")}\n  }`;
  }

  #constant(): string {
    return `c${this.#constants++}`;
  }

  #result(answer: Answer, scope: Scope): string {
    const memory = this.#memory(scope);
    if (answer === "memory") return `  return ${memory};`;
    const [name, yes, no] =
      answer === "walk" ? ["walk", '"on"', '"stop"'] : ["unclaimed", '"report"', '"swallow"'];
    const choice = `${this.#expressions.boolean(scope, 2)} ? ${yes} : ${no}`;
    return `  return { memory: ${memory}, ${name}: ${choice} };`;
  }

  #memory(scope: Scope): string {
    const { choices } = this;
    const written = (field: MemoryField): string =>
      `${field.name}: ${this.#expressions.value(field, scope, 2)}`;
    const changed = (): string => {
      const [first, ...others] = this.#fields.filter(() => choices.chance(50));
      const fields = [first ?? this.#fields[0], ...others].flatMap((field) =>
        field === undefined ? [] : [written(field)],
      );
      return `{ ...${scope.memory}, ${fields.join(", ")} }`;
    };
    return choices.pick<() => string>([
      changed,
      () => (scope.mayTurn ? `turned(${scope.memory}, seen)` : scope.memory),
      () => `{ ${this.#fields.map(written).join(", ")} }`,
      () => `(${this.#expressions.boolean(scope, 1)} ? ${changed()} : ${scope.memory})`,
      () => `{ ...${changed()}, ${this.#fields.slice(0, 1).map(written).join(", ")} }`,
      changed,
    ])();
  }
}
