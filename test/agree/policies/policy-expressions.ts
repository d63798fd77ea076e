import type { Choices } from "../random/choices.js";
import {
  BOOLEAN,
  type ItemType,
  type MemoryField,
  type PolicyType,
  typeText,
} from "./policy-types.js";

type Make = () => string;

/** What an expression can name. */
export interface Scope {
  /** The name of the memory, and its fields that can be read as they are. */
  readonly memory: string;
  readonly fields: readonly MemoryField[];
  /** Names of numbers and of booleans, such as constants of the function. */
  readonly numbers: readonly string[];
  readonly booleans: readonly string[];
  /** Whether the function `turned` may be called: it is none of this function's callers. */
  readonly mayTurn: boolean;
}

/** Writes expressions over a policy's memory, of which some fail and some leave their ranges. */
export class PolicyExpressions {
  /** @param risk in percent, how often an index or a value is left as it comes */
  constructor(
    private readonly choices: Choices,
    private readonly risk: number,
  ) {}

  boolean(scope: Scope, depth: number): string {
    const { choices } = this;
    const leaf: Make = () =>
      choices.pickAny([...scope.booleans, ...this.#paths(scope, "boolean")]) ?? "seen.backToBack";
    if (depth <= 0) {
      return choices.pick<Make>([
        leaf,
        () => "seen.backToBack",
        () => this.#item(scope, BOOLEAN) ?? leaf(),
      ])();
    }
    const inner: Make = () => this.boolean(scope, depth - 1);
    return choices.pick<Make>([
      leaf,
      () => `!${inner()}`,
      () => `(${inner()} && ${inner()})`,
      () => `(${inner()} || ${inner()})`,
      () => `(${inner()} ? ${inner()} : ${inner()})`,
      () =>
        `(${this.number(scope, depth - 1)} + 0 ${choices.pick(["<", "<=", ">", "==="])} ${this.number(scope, depth - 1)} + 0)`,
      () => this.#item(scope, BOOLEAN) ?? leaf(),
      () => this.#question(scope, depth - 1) ?? inner(),
      () => `both(${inner()}, ${inner()})`,
      () => this.#absence(scope) ?? leaf(),
      () => `({ kept: ${inner()}, other: ${inner()} }.kept)`,
      () => `[${inner()}, ${inner()}].includes(${inner()})`,
    ])();
  }

  number(scope: Scope, depth: number): string {
    const { choices } = this;
    const leaf: Make = () =>
      choices.pickAny([...scope.numbers, ...this.#paths(scope, "range"), "seen.handled"]) ?? "0";
    if (depth <= 0) return choices.pick<Make>([leaf, () => String(choices.between(-1, 3)), leaf])();
    const inner: Make = () => this.number(scope, depth - 1);
    return choices.pick<Make>([
      leaf,
      () => `(${inner()} + ${inner()})`,
      () => `(${inner()} - ${inner()})`,
      () => `Math.min(${inner()}, ${inner()})`,
      () => `(${this.boolean(scope, depth - 1)} ? ${inner()} : ${inner()})`,
      () => `chosen(${this.boolean(scope, depth - 1)}, ${inner()})`,
      () => this.#item(scope, { kind: "range", low: 0, high: 0 }) ?? leaf(),
      () => this.#count(scope, depth - 1) ?? leaf(),
      () => `[${inner()}, ${inner()}].length`,
      () => this.#present(scope) ?? leaf(),
    ])();
  }

  /** A value for a field of this type. */
  value({ name, type }: MemoryField, scope: Scope, depth: number): string {
    const { choices } = this;
    switch (type.kind) {
      case "boolean":
        return this.boolean(scope, depth);
      case "range":
        return this.#within(type, this.number(scope, depth));
      case "enumeration": {
        const text = (): string => JSON.stringify(choices.pick(type.values));
        return choices.pick<Make>([
          text,
          () => `(${this.boolean(scope, depth - 1)} ? ${text()} : ${text()})`,
        ])();
      }
      case "nullable": {
        const some: Make = () => this.#within(type.of, this.number(scope, depth - 1));
        return choices.pick<Make>([
          some,
          () => "null",
          () => `(${this.boolean(scope, depth - 1)} ? null : ${some()})`,
        ])();
      }
      case "union":
        return choices.pick<Make>([
          () => `{ at: "idle" }`,
          () => `{ at: "busy", count: ${this.#within(type.count, this.number(scope, depth - 1))} }`,
        ])();
      case "vector":
        return this.#vector(`${scope.memory}.${name}`, type, scope, depth);
    }
  }

  #vector(
    path: string,
    { item, length }: Extract<PolicyType, { kind: "vector" }>,
    scope: Scope,
    depth: number,
  ): string {
    const { choices } = this;
    const written = (within: Scope): string =>
      item.kind === "boolean"
        ? this.boolean(within, depth - 1)
        : this.#within(item, this.number(within, depth - 1));
    const changed = (of: string): string =>
      `${of}.with(${this.#index(scope, length)}, ${written(scope)})`;
    const mapped = (): string => {
      const kept =
        item.kind === "boolean"
          ? {
              ...scope,
              booleans: [...scope.booleans, "item"],
              numbers: [...scope.numbers, "place"],
            }
          : { ...scope, numbers: [...scope.numbers, "item", "place"] };
      return `${path}.map((item, place): ${typeText(item)} => ${written(kept)})`;
    };
    return choices.pick<Make>([
      () => changed(path),
      () => changed(changed(path)),
      () => `[${Array.from({ length }, () => written(scope)).join(", ")}]`,
      mapped,
      () => changed(path),
    ])();
  }

  /** The number, kept in the range or not. */
  #within({ low, high }: { readonly low: number; readonly high: number }, number: string): string {
    if (this.choices.chance(this.risk)) return `(${number} + 0)`;
    return `Math.max(${low}, Math.min(${number}, ${high}))`;
  }

  #index(scope: Scope, length: number): string {
    if (this.choices.chance(this.risk)) return this.number(scope, 1).replace(/^-1$/, "0 - 1");
    return this.choices.pick<Make>([
      () => String(this.choices.below(length)),
      () => `Math.max(0, Math.min(${this.number(scope, 1)}, ${length - 1}))`,
    ])();
  }

  #paths({ memory, fields }: Scope, kind: PolicyType["kind"]): readonly string[] {
    return fields.flatMap(({ name, type }) => (type.kind === kind ? [`${memory}.${name}`] : []));
  }

  /** `at(memory.m0, …)`. */
  #item(scope: Scope, wanted: ItemType): string | null {
    const found = this.choices.pickAny(
      scope.fields.filter(({ type }) => type.kind === "vector" && type.item.kind === wanted.kind),
    );
    if (found?.type.kind !== "vector") return null;
    const path = `${scope.memory}.${found.name}`;
    const index = this.#index(scope, found.type.length);
    return this.choices.pick([
      `at(${path}, ${index})`,
      `at(${path}, ${index})`,
      `at(${path}.map((_, place) => at(${path}, ${this.choices.chance(this.risk) ? "place + 1" : "place"})), ${index})`,
    ]);
  }

  #question(scope: Scope, depth: number): string | null {
    const found = this.choices.pickAny(scope.fields.filter(({ type }) => type.kind === "vector"));
    if (found?.type.kind !== "vector") return null;
    const path = `${scope.memory}.${found.name}`;
    const name = found.type.item.kind === "boolean" ? "booleans" : "numbers";
    const inner = { ...scope, [name]: [...scope[name], "item"] };
    const method = this.choices.pick(["some", "every"]);
    return `${path}.${method}((item, place) => place > 9 || ${this.boolean(inner, depth)})`;
  }

  #count(scope: Scope, depth: number): string | null {
    const found = this.choices.pickAny(scope.fields.filter(({ type }) => type.kind === "vector"));
    if (found?.type.kind !== "vector") return null;
    const path = `${scope.memory}.${found.name}`;
    const index = this.#index(scope, found.type.length);
    return this.choices.pick([
      `${path}.length`,
      `${path}.filter((_, place) => place > 9 || ${this.boolean(scope, depth)}).length`,
      `${path}.with(${index}, at(${path}, 0)).length`,
    ]);
  }

  #absence(scope: Scope): string | null {
    const path = this.choices.pickAny(this.#paths(scope, "nullable"));
    if (path !== undefined) return `(${path} ${this.choices.pick(["===", "!=="])} null)`;
    const union = this.choices.pickAny(this.#paths(scope, "union"));
    return union === undefined ? null : `(${union}.at === "busy")`;
  }

  /** The number in a nullable field or in a union, where there is one. */
  #present(scope: Scope): string | null {
    const path = this.choices.pickAny(this.#paths(scope, "nullable"));
    if (path !== undefined) return `(${path} === null ? 0 : ${path})`;
    const union = this.choices.pickAny(this.#paths(scope, "union"));
    return union === undefined ? null : `(${union}.at === "busy" ? ${union}.count : 0)`;
  }
}
