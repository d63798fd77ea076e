import { type Environment, evaluate } from "./evaluate.js";
import type { Expression } from "./expression.js";
import type { Field, Type } from "./type.js";
import { isArrayValue, isRecordValue, type Value } from "./value.js";

/** A field of a record, with the values that it can have. */
export interface FieldDomain {
  readonly name: string;
  readonly domain: Domain;
}

/** A finite set of values: a type in which every bound and length has become a number. */
export type Domain =
  | { readonly kind: "boolean" }
  | { readonly kind: "integer"; readonly low: number; readonly high: number }
  | { readonly kind: "enumeration"; readonly values: readonly string[] }
  | { readonly kind: "none" }
  | { readonly kind: "nullable"; readonly of: Domain }
  | { readonly kind: "record"; readonly fields: readonly FieldDomain[] }
  | {
      readonly kind: "union";
      readonly tag: string;
      readonly variants: readonly {
        readonly tag: string;
        readonly fields: readonly FieldDomain[];
      }[];
    }
  /** One domain for each item. */
  | { readonly kind: "array"; readonly items: readonly Domain[] };

/**
 * The values of `type` where the constants are those of `env`.
 *
 * @throws TypeError when the type has no end: only constants have such types, and they have values
 */
export function domainOf(type: Type, env: Environment): Domain {
  switch (type.kind) {
    case "named":
      return domainOf(type.type, env);
    case "boolean":
    case "none":
    case "enumeration":
      return type;
    case "integer": {
      if (type.high === undefined) throw new TypeError("this integer has no upper bound");
      return { kind: "integer", low: integer(type.low, env), high: integer(type.high, env) };
    }
    case "nullable":
      return { kind: "nullable", of: domainOf(type.of, env) };
    case "record":
      return { kind: "record", fields: fieldDomains(type.fields, env) };
    case "union":
      return {
        kind: "union",
        tag: type.tag,
        variants: type.variants.map(({ tag, fields }) => ({
          tag,
          fields: fieldDomains(fields, env),
        })),
      };
    case "array": {
      const item = domainOf(type.item, env);
      const length = integer(type.length, env);
      return { kind: "array", items: Array.from({ length }, () => item) };
    }
    case "ragged": {
      const item = domainOf(type.item, env);
      const lengths = evaluate(type.lengths, env);
      if (!isArrayValue(lengths)) throw new TypeError("the lengths of this array are no array");
      const rows = lengths.map((length): Domain => {
        if (typeof length !== "number") throw new TypeError("a length is no number");
        return { kind: "array", items: Array.from({ length }, () => item) };
      });
      return { kind: "array", items: rows };
    }
    case "sequence":
      throw new TypeError("this array has no fixed length");
  }
}

function fieldDomains(fields: readonly Field[], env: Environment): readonly FieldDomain[] {
  return fields.map(({ name, type }) => ({ name, domain: domainOf(type, env) }));
}

function integer(expression: Expression, env: Environment): number {
  const value = evaluate(expression, env);
  if (typeof value === "number") return value;
  throw new TypeError(`the bound ${JSON.stringify(value)} is not a number`);
}

/** How many values there are; exact as long as it is a safe integer. */
export function cardinality(domain: Domain): number {
  const product = (domains: readonly Domain[]): number =>
    domains.reduce((total, item) => total * cardinality(item), 1);
  switch (domain.kind) {
    case "boolean":
      return 2;
    case "integer":
      return Math.max(0, domain.high - domain.low + 1);
    case "enumeration":
      return domain.values.length;
    case "none":
      return 1;
    case "nullable":
      return cardinality(domain.of) + 1;
    case "record":
      return product(domain.fields.map((field) => field.domain));
    case "union":
      return domain.variants.reduce(
        (total, { fields }) => total + product(fields.map((field) => field.domain)),
        0,
      );
    case "array":
      return product(domain.items);
  }
}

/** Every value, the first field or item varying slowest: the order in which all is numbered. */
export function valuesOf(domain: Domain): readonly Value[] {
  switch (domain.kind) {
    case "boolean":
      return [false, true];
    case "integer":
      return Array.from({ length: cardinality(domain) }, (_, index) => domain.low + index);
    case "enumeration":
      return domain.values;
    case "none":
      return [null];
    case "nullable":
      return [null, ...valuesOf(domain.of)];
    case "record":
      return recordsOf(domain.fields);
    case "union":
      return domain.variants.flatMap(({ tag, fields }) =>
        recordsOf(fields).map((record) => ({ [domain.tag]: tag, ...record })),
      );
    case "array":
      return domain.items.reduce<readonly (readonly Value[])[]>(
        (heads, item) => heads.flatMap((head) => valuesOf(item).map((value) => [...head, value])),
        [[]],
      );
  }
}

function recordsOf(fields: readonly FieldDomain[]): readonly { readonly [name: string]: Value }[] {
  return fields.reduce<readonly { readonly [name: string]: Value }[]>(
    (heads, { name, domain }) =>
      heads.flatMap((head) => valuesOf(domain).map((value) => ({ ...head, [name]: value }))),
    [{}],
  );
}

/** Whether `value` is one of the domain. */
export function contains(domain: Domain, value: Value): boolean {
  switch (domain.kind) {
    case "boolean":
      return typeof value === "boolean";
    case "integer":
      return (
        typeof value === "number" &&
        Number.isInteger(value) &&
        value >= domain.low &&
        value <= domain.high
      );
    case "enumeration":
      return typeof value === "string" && domain.values.includes(value);
    case "none":
      return value === null;
    case "nullable":
      return value === null || contains(domain.of, value);
    case "record":
      return containsRecord(domain.fields, value, 0);
    case "union": {
      const tag = isRecordValue(value) ? value[domain.tag] : undefined;
      const variant = domain.variants.find((candidate) => candidate.tag === tag);
      return variant !== undefined && containsRecord(variant.fields, value, 1);
    }
    case "array":
      return (
        isArrayValue(value) &&
        value.length === domain.items.length &&
        domain.items.every((item, index) => contains(item, value[index] ?? null))
      );
  }
}

/** `others` is how many fields there are beside those of `fields`. */
function containsRecord(fields: readonly FieldDomain[], value: Value, others: number): boolean {
  if (!isRecordValue(value) || Object.keys(value).length !== fields.length + others) return false;
  return fields.every(({ name, domain }) => {
    const field = value[name];
    return field !== undefined && contains(domain, field);
  });
}
