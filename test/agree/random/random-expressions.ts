import type { Choices } from "./choices.js";
import {
  inCallback,
  isIndexOf,
  isNumeric,
  type Named,
  type RandomScope,
  sameType,
  without,
  withValues,
} from "./random-scope.js";
import { BOOLEAN, type Length, NUMBER, type RandomType, typeText } from "./random-types.js";

type Make = () => string;

/** Writes expressions of a wanted type, none of which can fail. */
export class ExpressionWriter {
  constructor(private readonly choices: Choices) {}

  /** An expression of the type; `depth` is how many more may stand in each other. */
  write(type: RandomType, scope: RandomScope, depth: number): string {
    switch (type.kind) {
      case "boolean":
        return this.boolean(scope, depth);
      case "number":
        return this.number(scope, depth);
      case "integer":
        return this.integer(type, scope, depth);
      case "index":
        return this.index(type.length, scope);
      default:
        return this.compound(type, scope, depth);
    }
  }

  private boolean(scope: RandomScope, depth: number): string {
    const { choices } = this;
    const leaf: Make = () => this.named(scope, BOOLEAN) ?? this.comparison(scope, 0);
    if (depth <= 0) {
      return choices.pick<Make>([
        leaf,
        () => this.comparison(scope, 0),
        () => this.literalComparison(scope) ?? leaf(),
        leaf,
        // Not `true` itself: what it leaves unreachable has other types for TypeScript.
        () => choices.pick(["YES", "NO", "config.on"]),
      ])();
    }
    const inner = (): string => this.boolean(scope, depth - 1);
    return choices.pick<Make>([
      () => this.comparison(scope, depth - 1),
      () => `!${inner()}`,
      () => `(${inner()} && ${inner()})`,
      () => `(${inner()} || ${inner()})`,
      () => this.question(scope, depth - 1),
      () => this.conditional(BOOLEAN, scope, depth - 1),
      () => `(${this.comparison(scope, 0)} === ${this.comparison(scope, 0)})`,
      () => this.literalComparison(scope) ?? inner(),
      () => this.call(BOOLEAN, scope, depth - 1) ?? inner(),
      () => this.named(scope, BOOLEAN) ?? inner(),
      () => `(!${inner()} || ${inner()})`,
    ])();
  }

  private comparison(scope: RandomScope, depth: number): string {
    const operator = this.choices.pick(["<", "<=", ">", ">=", "===", "!=="]);
    // Something is added so that TypeScript does not narrow a path to a literal.
    const [left, right] = [0, 0].map(() => this.number(scope, depth));
    return `(${left} + 0 ${operator} ${right} + 0)`;
  }

  /** Compares a path with a literal, or with `null`; each path once in a function. */
  private literalComparison(scope: RandomScope): string | null {
    const value = this.comparable(scope);
    if (value === null) return null;
    const { path, type } = value;
    const operator = this.choices.pick(["===", "!=="]);
    if (type.kind === "nullable") return `(${path} ${operator} null)`;
    if (type.kind === "union") return `(${path}.at ${operator} "${type.variants[0]?.tag}")`;
    if (type.kind !== "enumeration") return null;
    return `(${path} ${operator} ${JSON.stringify(this.choices.pickAny(type.values))})`;
  }

  /** A value that has not been compared yet, and now is taken to be. */
  private comparable(scope: RandomScope): Named | null {
    const found = this.choices.pickAny(
      scope.values.filter(
        ({ path, type }) =>
          ["nullable", "enumeration", "union"].includes(type.kind) && !scope.compared.has(path),
      ),
    );
    if (found === undefined) return null;
    scope.compared.add(found.path);
    return found;
  }

  /** A question about an array. */
  private question(scope: RandomScope, depth: number): string {
    const arrays = scope.values.filter(({ type }) => type.kind === "array");
    const array = this.choices.pickAny(arrays);
    if (array === undefined || array.type.kind !== "array") {
      return "config.table.some((entry) => entry > 1)";
    }
    const { item, length } = array.type;
    const [callback] = this.callback(scope, item, length, (inner) => this.boolean(inner, depth));
    return this.choices.pick<Make>([
      () => `${array.path}.some(${callback})`,
      () => `${array.path}.every(${callback})`,
      () => `(${array.path}.filter(${callback}).length > 1)`,
      () =>
        item.kind === "boolean"
          ? `${array.path}.includes(true)`
          : `${array.path}.some(${callback})`,
      () => `config.table.every((entry, i) => entry + i > ${this.choices.below(3)})`,
    ])();
  }

  /** `(item, index) => …`, with the names that the body may use. */
  private callback(
    scope: RandomScope,
    item: RandomType,
    length: Length,
    body: (inner: RandomScope) => string,
  ): readonly [string] {
    const itemName = this.choices.pick(["item", "i", "Nat", "one"]);
    const indexName = this.choices.pick(["index", "j", "f"]);
    const hidden = without(without(inCallback(scope), itemName), indexName);
    const withIndex = this.choices.chance(40);
    const inner = withValues(
      hidden,
      { path: itemName, type: item },
      ...(withIndex ? [{ path: indexName, type: { kind: "index", length } } as const] : []),
    );
    // Items may be compared with literals: each callback has its own.
    const text = body({
      ...inner,
      compared: new Set([...scope.compared].filter((path) => path !== itemName)),
    });
    return [`(${itemName}${withIndex ? `, ${indexName}` : ""}) => ${objectSafe(text)}`];
  }

  private number(scope: RandomScope, depth: number): string {
    const { choices } = this;
    const leaf = (): string => {
      const value = choices.pickAny(scope.values.filter(({ type }) => isNumeric(type)));
      const usual = (): string =>
        value?.path ?? (depth > 0 ? this.count(scope, depth - 1) : "config.size");
      return choices.pick<Make>([
        usual,
        usual,
        () => String(choices.between(-2, 3)),
        usual,
        () => choices.pick(["config.size", "at(config.table, 0)", "LIMIT"]),
      ])();
    };
    if (depth <= 0) return leaf();
    const inner = (): string => this.number(scope, depth - 1);
    return choices.pick<Make>([
      leaf,
      () => `(${inner()} + ${inner()})`,
      () => `(${inner()} - ${inner()})`,
      () => `Math.min(${inner()}, ${inner()})`,
      () => `Math.max(${inner()}, ${inner()})`,
      () => `(${inner()} * ${inner()})`,
      () => `-(${inner()})`,
      () => this.count(scope, depth - 1),
      () => this.conditional(NUMBER, scope, depth - 1),
      () => this.call(NUMBER, scope, depth - 1) ?? leaf(),
      () => `at(STEPS, ${this.index(3, scope)})`,
    ])();
  }

  private count(scope: RandomScope, depth: number): string {
    const array = this.choices.pickAny(scope.values.filter(({ type }) => type.kind === "array"));
    if (array === undefined || array.type.kind !== "array") return "config.table.length";
    const { item, length } = array.type;
    const [callback] = this.callback(scope, item, length, (inner) => this.boolean(inner, depth));
    return this.choices.pick([`${array.path}.filter(${callback}).length`, `${array.path}.length`]);
  }

  private integer(
    type: Extract<RandomType, { kind: "integer" }>,
    scope: RandomScope,
    depth: number,
  ): string {
    const same = this.named(scope, type);
    if (same !== null && this.choices.chance(30)) return same;
    if (depth <= 0 && typeof type.high === "number") {
      return String(this.choices.between(type.low, type.high));
    }
    const high = type.high === "size" ? "config.size" : String(type.high);
    return `Math.max(${type.low}, Math.min(${this.number(scope, depth - 1)}, ${high}))`;
  }

  /** What a variable becomes: something else than what it was, where that is easily said. */
  next(path: string, type: RandomType, scope: RandomScope, depth: number): string {
    const { choices } = this;
    if (type.kind === "boolean" && choices.chance(40)) return `!${path}`;
    if (type.kind === "integer" && choices.chance(60)) {
      const high = type.high === "size" ? "config.size" : String(type.high);
      return choices.pick([
        `Math.min(${path} + 1, ${high})`,
        `(${path} < ${high} ? ${path} + 1 : ${type.low})`,
        `Math.max(${type.low}, ${path} - 1)`,
      ]);
    }
    const written = this.write(type, scope, depth);
    return written === path ? this.literal(type, scope, depth) : written;
  }

  /** A number that is an index of an array of `length` items. */
  private index(length: Length, scope: RandomScope): string {
    const fitting = scope.values.filter(({ type }) => isIndexOf(type, length));
    const literal = String(typeof length === "number" ? this.choices.below(length) : 0);
    return this.choices.chance(60) ? (this.choices.pickAny(fitting)?.path ?? literal) : literal;
  }

  private compound(type: RandomType, scope: RandomScope, depth: number): string {
    const { choices } = this;
    const named = this.named(scope, type);
    if (depth <= 0) return named ?? this.literal(type, scope, 0);
    return choices.pick<Make>([
      () => named ?? this.literal(type, scope, depth - 1),
      () => this.literal(type, scope, depth - 1),
      () => this.changed(type, scope, depth - 1) ?? this.literal(type, scope, depth - 1),
      () => this.conditional(type, scope, depth - 1),
      () => this.call(type, scope, depth - 1) ?? this.literal(type, scope, depth - 1),
      () => this.changed(type, scope, depth - 1) ?? this.conditional(type, scope, depth - 1),
    ])();
  }

  private literal(type: RandomType, scope: RandomScope, depth: number): string {
    const { choices } = this;
    switch (type.kind) {
      case "enumeration":
        return JSON.stringify(choices.pickAny(type.values));
      case "nullable":
        return choices.chance(50) ? this.write(type.of, scope, depth) : "null";
      case "record": {
        const fields = type.fields.map(
          (field) => `${field.name}: ${this.write(field.type, scope, depth)}`,
        );
        return `{ ${fields.join(", ")} }`;
      }
      case "union": {
        const variant = choices.pickAny(type.variants);
        const fields = (variant?.fields ?? []).map(
          (field) => `, ${field.name}: ${this.write(field.type, scope, depth)}`,
        );
        return `{ at: ${JSON.stringify(variant?.tag)}${fields.join("")} }`;
      }
      case "array":
        return this.array(type, scope, depth);
      default:
        return this.write(type, scope, depth);
    }
  }

  private array(
    type: Extract<RandomType, { kind: "array" }>,
    scope: RandomScope,
    depth: number,
  ): string {
    const { item, length } = type;
    if (typeof length === "number" && this.choices.chance(50)) {
      const items = Array.from({ length }, () => this.write(item, scope, depth));
      return `[${items.join(", ")}]`;
    }
    const count = length === "size" ? "config.size" : String(length);
    const inner = withValues(without(inCallback(scope), "k"), {
      path: "k",
      type: { kind: "index", length },
    });
    return `Array.from({ length: ${count} }, (_, k): ${typeText(item)} => ${objectSafe(this.write(item, inner, depth))})`;
  }

  /** A value of the type with something in it changed. */
  private changed(type: RandomType, scope: RandomScope, depth: number): string | null {
    const base = this.named(scope, type);
    if (base === null) return null;
    if (type.kind === "record") {
      const [first, ...others] = type.fields.filter(() => this.choices.chance(60));
      const fields = [first ?? type.fields[0], ...others].flatMap((field) =>
        field === undefined ? [] : [`, ${field.name}: ${this.write(field.type, scope, depth)}`],
      );
      return `{ ...${base}${fields.join("")} }`;
    }
    if (type.kind !== "array") return null;
    const { item, length } = type;
    const [callback] = this.callback(scope, item, length, (inner) =>
      this.write(item, inner, depth),
    );
    return this.choices.pick<Make>([
      () => `${base}.with(${this.index(length, scope)}, ${this.write(item, scope, depth)})`,
      () => `${base}.map${callback.replace(/^\(([^)]*)\) =>/, `(($1): ${typeText(item)} =>`)})`,
    ])();
  }

  private conditional(type: RandomType, scope: RandomScope, depth: number): string {
    const narrowing = this.choices.chance(40) ? this.narrowing(type, scope, depth) : null;
    if (narrowing !== null) return narrowing;
    const condition = this.boolean(scope, depth);
    return `(${condition} ? ${this.write(type, scope, depth)} : ${this.write(type, scope, depth)})`;
  }

  /** A choice by whether a value is `null`, or which alternative it is; one side knows more of it. */
  private narrowing(type: RandomType, scope: RandomScope, depth: number): string | null {
    const value = this.comparable(scope);
    if (value === null) return null;
    const { path } = value;
    if (value.type.kind === "nullable") {
      const known: Named = { path, type: value.type.of, narrowed: path.includes(".") };
      const outer = { ...scope, values: scope.values.filter((other) => other.path !== path) };
      const some = this.write(type, withValues(outer, known), depth);
      return `(${path} === null ? ${this.write(type, outer, depth)} : ${some})`;
    }
    if (value.type.kind !== "union") return null;
    const variant = value.type.variants.at(-1);
    const fields = (variant?.fields ?? []).map((field): Named => {
      return { path: `${path}.${field.name}`, type: field.type, narrowed: true };
    });
    const some = this.write(type, withValues(scope, ...fields), depth);
    return `(${path}.at === "${variant?.tag}" ? ${some} : ${this.write(type, scope, depth)})`;
  }

  private call(type: RandomType, scope: RandomScope, depth: number): string | null {
    const found = this.choices.pickAny(
      scope.functions.filter((candidate) => sameType(candidate.returns, type)),
    );
    if (found === undefined) return null;
    const args = found.parameters.map((parameter) => this.write(parameter, scope, depth));
    return `${found.name}(${["config", "state", ...args].join(", ")})`;
  }

  /** Something in scope of exactly this type, or a part of something. */
  private named(scope: RandomScope, type: RandomType): string | null {
    const parts = scope.values.flatMap((value): readonly Named[] => {
      if (value.type.kind === "record") {
        const { path } = value;
        return [
          value,
          ...value.type.fields.map((field) => ({
            path: `${path}.${field.name}`,
            type: field.type,
          })),
        ];
      }
      if (value.type.kind !== "array") return [value];
      const { item, length } = value.type;
      return [value, { path: `at(${value.path}, ${this.index(length, scope)})`, type: item }];
    });
    return this.choices.pickAny(parts.filter((part) => sameType(part.type, type)))?.path ?? null;
  }
}

/** An object literal as the body of an arrow function needs parentheses. */
function objectSafe(text: string): string {
  return text.startsWith("{") ? `(${text})` : text;
}
