import type { Expression } from "./expression.js";
import { type Type, unnamed } from "./type.js";

/** A value of a model as JSON has it. */
export type JsonValue =
  | boolean
  | number
  | string
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/** The constants of a configuration. */
export type ConstantValues = Readonly<Record<string, JsonValue>>;

/** The value of a constant expression: of a bound or a length. */
function constantValue(expression: Expression, constants: ConstantValues): JsonValue {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "constant":
      return constants[expression.name] ?? null;
    case "length": {
      const of = constantValue(expression.of, constants);
      return Array.isArray(of) ? of.length : 0;
    }
    case "maximum": {
      const of = constantValue(expression.of, constants);
      return Array.isArray(of) ? Math.max(...of.map(Number)) : 0;
    }
    case "binary": {
      const left = Number(constantValue(expression.left, constants));
      const right = Number(constantValue(expression.right, constants));
      if (expression.operator === "plus") return left + right;
      if (expression.operator === "minus") return left - right;
      if (expression.operator === "times") return left * right;
      break;
    }
    case "item": {
      const of = constantValue(expression.of, constants);
      const index = constantValue(expression.index, constants);
      if (Array.isArray(of) && typeof index === "number") return of[index] ?? null;
    }
  }
  throw new Error(`a bound is no constant expression: ${expression.kind}`);
}

/** The part of a value that is outside of its type, by its path ("" for the whole value). */
export interface OutOfDomain {
  readonly path: string;
  readonly value: unknown;
  /** What the value should be, in words: "a whole number from 0 to 2". */
  readonly expected: string;
}

/** Finds the first part of `value` that is outside of `type`; null if there is none. */
export function outOfDomain(
  type: Type,
  value: unknown,
  constants: ConstantValues,
  path = "",
): OutOfDomain | null {
  const plain = unnamed(type);
  const wrong = (expected: string): OutOfDomain => ({ path, value, expected });
  switch (plain.kind) {
    case "boolean":
      return typeof value === "boolean" ? null : wrong("true or false");
    case "integer": {
      const low = Number(constantValue(plain.low, constants));
      const high =
        plain.high === undefined
          ? Number.POSITIVE_INFINITY
          : Number(constantValue(plain.high, constants));
      const isInside =
        typeof value === "number" && Number.isInteger(value) && value >= low && value <= high;
      return isInside ? null : wrong(`a whole number from ${low} to ${high}`);
    }
    case "enumeration":
      return typeof value === "string" && plain.values.includes(value)
        ? null
        : wrong(`one of ${plain.values.join(", ")}`);
    case "none":
      return value === null ? null : wrong("null");
    case "nullable":
      return value === null ? null : outOfDomain(plain.of, value, constants, path);
    case "record":
      return isRecord(value)
        ? firstOf(plain.fields, (field) =>
            outOfDomain(field.type, value[field.name], constants, `${path}.${field.name}`),
          )
        : wrong("a record");
    case "union": {
      const tag = isRecord(value) ? value[plain.tag] : undefined;
      const variant = plain.variants.find((candidate) => candidate.tag === tag);
      if (!isRecord(value) || variant === undefined) {
        return wrong(
          `a record whose ${plain.tag} is one of ${plain.variants.map((v) => v.tag).join(", ")}`,
        );
      }
      return firstOf(variant.fields, (field) =>
        outOfDomain(field.type, value[field.name], constants, `${path}.${field.name}`),
      );
    }
    case "array": {
      const length = Number(constantValue(plain.length, constants));
      if (!Array.isArray(value) || value.length !== length)
        return wrong(`an array of ${length} items`);
      return firstOf([...value.entries()], ([index, item]) =>
        outOfDomain(plain.item, item, constants, `${path}[${index}]`),
      );
    }
    case "ragged": {
      const lengths = constantValue(plain.lengths, constants);
      if (!Array.isArray(lengths) || !Array.isArray(value) || value.length !== lengths.length) {
        return wrong("an array for each element of its lengths");
      }
      return firstOf([...value.entries()], ([index, items]) => {
        const array: Type = {
          kind: "array",
          length: { kind: "literal", value: Number(lengths[index]) },
          item: plain.item,
        };
        return outOfDomain(array, items, constants, `${path}[${index}]`);
      });
    }
    case "sequence":
      return Array.isArray(value) ? null : wrong("an array");
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function firstOf<Item>(
  items: readonly Item[],
  find: (item: Item) => OutOfDomain | null,
): OutOfDomain | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}
