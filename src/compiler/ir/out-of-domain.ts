import type { Domain, FieldDomain } from "./finite-domain.js";

/** The part of a value that is outside of its domain, by its path ("" for the whole value). */
export interface OutOfDomain {
  readonly path: string;
  readonly value: unknown;
  /** What the value should be, in words: "a whole number from 0 to 2". */
  readonly expected: string;
}

/** Finds the first part of `value` that is outside of `domain`; null if there is none. */
export function outOfDomain(domain: Domain, value: unknown, path = ""): OutOfDomain | null {
  const wrong = (expected: string): OutOfDomain => ({ path, value, expected });
  switch (domain.kind) {
    case "boolean":
      return typeof value === "boolean" ? null : wrong("true or false");
    case "integer": {
      const { low, high } = domain;
      const isInside =
        typeof value === "number" && Number.isInteger(value) && value >= low && value <= high;
      return isInside ? null : wrong(`a whole number from ${low} to ${high}`);
    }
    case "enumeration":
      return typeof value === "string" && domain.values.includes(value)
        ? null
        : wrong(`one of ${domain.values.join(", ")}`);
    case "none":
      return value === null ? null : wrong("null");
    case "nullable":
      return value === null ? null : outOfDomain(domain.of, value, path);
    case "record":
      return isRecord(value) ? outOfFields(domain.fields, value, path) : wrong("a record");
    case "union": {
      const { tag, variants } = domain;
      const variant = isRecord(value)
        ? variants.find((candidate) => candidate.tag === value[tag])
        : undefined;
      if (!isRecord(value) || variant === undefined) {
        return wrong(
          `a record whose ${tag} is one of ${variants.map((one) => one.tag).join(", ")}`,
        );
      }
      return outOfFields(variant.fields, value, path);
    }
    case "array": {
      const { items } = domain;
      if (!Array.isArray(value) || value.length !== items.length) {
        return wrong(`an array of ${items.length} items`);
      }
      return firstOf([...items.entries()], ([index, item]) =>
        outOfDomain(item, value[index], `${path}[${index}]`),
      );
    }
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function outOfFields(
  fields: readonly FieldDomain[],
  value: Readonly<Record<string, unknown>>,
  path: string,
): OutOfDomain | null {
  return firstOf(fields, ({ name, domain }) => outOfDomain(domain, value[name], `${path}.${name}`));
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
