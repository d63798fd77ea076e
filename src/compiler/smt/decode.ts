import type { Domain, FieldDomain } from "../ir/finite-domain.js";
import type { Value } from "../ir/value.js";
import { broken } from "./symbolic-value.js";
import { symbolText } from "./text.js";

/** What a solver says of a term, by the text of the term. */
export type Scalars = ReadonlyMap<string, boolean | number | string>;

/**
 * The terms that a value of a domain is made of, where the symbols are called `name`: what a solver
 * is asked in a machine whose constants are fixed. The counterpart of `leavesOf` and `decoded`.
 */
export function termsOf(
  domain: Domain,
  name: string,
  indices: readonly number[] = [],
): readonly string[] {
  const term = (of: string): string =>
    indices.length === 0 ? symbolText(of) : `(${symbolText(of)} ${indices.join(" ")})`;
  const fields = (of: readonly FieldDomain[]): readonly string[] =>
    of.flatMap((field) => termsOf(field.domain, `${name}.${field.name}`, indices));
  switch (domain.kind) {
    case "boolean":
    case "integer":
    case "enumeration":
      return [term(name)];
    case "none":
      return [];
    case "nullable":
      return [term(`${name}?null`), ...termsOf(domain.of, name, indices)];
    case "record":
      return fields(domain.fields);
    case "union": {
      const all = domain.variants.flatMap((variant) => fields(variant.fields));
      return [...new Set([term(`${name}.${domain.tag}`), ...all])];
    }
    case "array":
      return domain.items.flatMap((item, index) => termsOf(item, name, [...indices, index]));
  }
}

/** The value that these scalars make. */
export function decoded(
  domain: Domain,
  name: string,
  scalars: Scalars,
  indices: readonly number[] = [],
): Value {
  const scalar = (of: string): Value => {
    const text = indices.length === 0 ? symbolText(of) : `(${symbolText(of)} ${indices.join(" ")})`;
    return scalars.get(text) ?? broken(`the solver says nothing of ${text}`);
  };
  const fields = (of: readonly FieldDomain[]): readonly (readonly [string, Value])[] =>
    of.map((field) => [
      field.name,
      decoded(field.domain, `${name}.${field.name}`, scalars, indices),
    ]);
  switch (domain.kind) {
    case "boolean":
    case "integer":
    case "enumeration":
      return scalar(name);
    case "none":
      return null;
    case "nullable":
      return scalar(`${name}?null`) === true ? null : decoded(domain.of, name, scalars, indices);
    case "record":
      return Object.fromEntries(fields(domain.fields));
    case "union": {
      const tag = scalar(`${name}.${domain.tag}`);
      const variant = domain.variants.find((candidate) => candidate.tag === tag);
      if (variant === undefined) return broken(`the solver says ${String(tag)} of a union`);
      return { [domain.tag]: tag, ...Object.fromEntries(fields(variant.fields)) };
    }
    case "array":
      return domain.items.map((item, index) => decoded(item, name, scalars, [...indices, index]));
  }
}
