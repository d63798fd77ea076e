import type { Expression } from "../ir/expression.js";
import { type Field, type Type, unnamed, type Variant } from "../ir/type.js";
import {
  broken,
  everyIndex,
  type FreshName,
  nullness,
  present,
  type SymbolicField,
  type SymbolicValue,
  scalar,
} from "./symbolic-value.js";
import {
  and,
  atMost,
  bool,
  equal,
  int,
  not,
  or,
  type Sort,
  symbol,
  type Term,
  word,
  YES,
} from "./term.js";

/** A symbol that a value of a type is made of: a scalar, or a function of so many indices. */
export interface Leaf {
  readonly name: string;
  readonly indices: number;
  readonly sort: Sort;
}

/** What a bound or a length in a type comes to. */
export type Bound = (expression: Expression) => SymbolicValue;

/** What is added to the name of a part to say that it is `null`, or how long it is. */
const NULLNESS = "?null";
const LENGTH = "?length";

/** The value of type `type` that is made of symbols: `name`, and `name.field` for its parts. */
export function symbolicValue(
  type: Type,
  name: string,
  bound: Bound,
  indices: readonly Term[] = [],
): SymbolicValue {
  const inner = (of: Type, part: string): SymbolicValue => symbolicValue(of, part, bound, indices);
  const plain = unnamed(type);
  switch (plain.kind) {
    case "boolean":
      return scalar(symbol(name, "Bool", indices));
    case "integer":
      return scalar(symbol(name, "Int", indices));
    case "enumeration":
      return scalar(symbol(name, "Word", indices));
    case "none":
      return { kind: "null" };
    case "nullable":
      return {
        kind: "nullable",
        isNull: symbol(`${name}${NULLNESS}`, "Bool", indices),
        value: inner(plain.of, name),
      };
    case "record":
      return {
        kind: "record",
        fields: new Map(
          plain.fields.map((field) => [
            field.name,
            { present: YES, value: inner(field.type, `${name}.${field.name}`) },
          ]),
        ),
      };
    case "union": {
      const tag = symbol(`${name}.${plain.tag}`, "Word", indices);
      return unionValue(plain.tag, plain.variants, tag, (field) =>
        inner(field.type, `${name}.${field.name}`),
      );
    }
    case "array":
      return {
        kind: "array",
        length: number(bound(plain.length)),
        item: (index) => symbolicValue(plain.item, name, bound, [...indices, index]),
      };
    case "ragged": {
      const lengths = bound(plain.lengths);
      if (lengths.kind !== "array") return broken("the lengths of an array are no array");
      return {
        kind: "array",
        length: lengths.length,
        item: (outer) => ({
          kind: "array",
          length: number(lengths.item(outer)),
          item: (index) => symbolicValue(plain.item, name, bound, [...indices, outer, index]),
        }),
      };
    }
    case "sequence":
      return {
        kind: "array",
        length: symbol(`${name}${LENGTH}`, "Int", indices),
        item: (index) => symbolicValue(plain.item, name, bound, [...indices, index]),
      };
  }
}

/** Fields of one name share their symbols: they are of one type, or the script does not sort-check. */
function unionValue(
  tagName: string,
  variants: readonly Variant[],
  tag: Term,
  valueOfField: (field: Field) => SymbolicValue,
): SymbolicValue {
  const fields = new Map<string, SymbolicField>([[tagName, { present: YES, value: scalar(tag) }]]);
  for (const variant of variants) {
    for (const field of variant.fields) {
      const known = fields.get(field.name);
      fields.set(field.name, {
        present: or(known?.present ?? bool(false), equal(tag, word(variant.tag))),
        value: known?.value ?? valueOfField(field),
      });
    }
  }
  return { kind: "record", fields };
}

function number(value: SymbolicValue): Term {
  if (value.kind === "scalar" && value.term.sort === "Int") return value.term;
  return broken("a bound is not a number");
}

/** The symbols that `symbolicValue` makes the value of, each once. */
export function leavesOf(type: Type, name: string, indices = 0): readonly Leaf[] {
  const plain = unnamed(type);
  const fields = (of: readonly Field[]): readonly Leaf[] =>
    of.flatMap((field) => leavesOf(field.type, `${name}.${field.name}`, indices));
  switch (plain.kind) {
    case "boolean":
      return [{ name, indices, sort: "Bool" }];
    case "integer":
      return [{ name, indices, sort: "Int" }];
    case "enumeration":
      return [{ name, indices, sort: "Word" }];
    case "none":
      return [];
    case "nullable":
      return [
        { name: `${name}${NULLNESS}`, indices, sort: "Bool" },
        ...leavesOf(plain.of, name, indices),
      ];
    case "record":
      return fields(plain.fields);
    case "union": {
      const tag: Leaf = { name: `${name}.${plain.tag}`, indices, sort: "Word" };
      const all = plain.variants.flatMap((variant) => fields(variant.fields));
      return [...new Map([tag, ...all].map((leaf) => [leaf.name, leaf])).values()];
    }
    case "array":
      return leavesOf(plain.item, name, indices + 1);
    case "ragged":
      return leavesOf(plain.item, name, indices + 2);
    case "sequence":
      return [
        { name: `${name}${LENGTH}`, indices, sort: "Int" },
        ...leavesOf(plain.item, name, indices + 1),
      ];
  }
}

/**
 * The term for each symbol of `leavesOf(type, name)` where the value is `value` and the indices of
 * arrays are `indices`; null where the value does not say, and anything is right.
 */
export function leafTerms(
  type: Type,
  name: string,
  value: SymbolicValue | null,
  indices: readonly Term[],
): readonly (readonly [name: string, term: Term | null])[] {
  const plain = unnamed(type);
  const fieldsOf = (fields: readonly Field[]): ReturnType<typeof leafTerms> =>
    fields.flatMap((field) => {
      const own = value?.kind === "record" ? value.fields.get(field.name) : undefined;
      return leafTerms(field.type, `${name}.${field.name}`, own?.value ?? null, indices);
    });
  const itemsOf = (item: Type, depth: number): ReturnType<typeof leafTerms> => {
    let inner = value;
    for (const index of indices.slice(0, depth))
      inner = inner?.kind === "array" ? inner.item(index) : null;
    return leafTerms(item, name, inner, indices.slice(depth));
  };
  if (value?.kind === "nullable" && plain.kind !== "nullable") {
    return leafTerms(type, name, value.value, indices);
  }
  switch (plain.kind) {
    case "boolean":
    case "integer":
    case "enumeration":
      return [[name, value?.kind === "scalar" ? value.term : null]];
    case "none":
      return [];
    case "nullable":
      return [
        [`${name}${NULLNESS}`, value === null ? null : nullness(value)],
        ...leafTerms(
          plain.of,
          name,
          value === null || value.kind === "null" ? null : present(value),
          indices,
        ),
      ];
    case "record":
      return fieldsOf(plain.fields);
    case "union": {
      const tag = value?.kind === "record" ? value.fields.get(plain.tag)?.value : undefined;
      const all = plain.variants.flatMap((variant) => fieldsOf(variant.fields));
      const tagTerm = [`${name}.${plain.tag}`, tag?.kind === "scalar" ? tag.term : null] as const;
      return [...new Map([tagTerm, ...all]).entries()];
    }
    case "array":
      return itemsOf(plain.item, 1);
    case "ragged":
      return itemsOf(plain.item, 2);
    case "sequence":
      return broken("a variable is a sequence");
  }
}

/** Whether `value` is one of `type`. */
export function conforms(type: Type, value: SymbolicValue, bound: Bound, fresh: FreshName): Term {
  const plain = unnamed(type);
  if (plain.kind === "none") return nullness(value);
  if (plain.kind === "nullable") {
    if (value.kind === "null") return YES;
    return or(nullness(value), conforms(plain.of, present(value), bound, fresh));
  }
  if (value.kind === "null") return bool(false);
  if (value.kind === "nullable") {
    return and(not(value.isNull), conforms(type, value.value, bound, fresh));
  }
  switch (plain.kind) {
    case "boolean":
      return bool(value.kind === "scalar" && value.term.sort === "Bool");
    case "integer": {
      if (value.kind !== "scalar" || value.term.sort !== "Int") return bool(false);
      const high = plain.high === undefined ? YES : atMost(value.term, number(bound(plain.high)));
      return and(atMost(number(bound(plain.low)), value.term), high);
    }
    case "enumeration":
      if (value.kind !== "scalar") return bool(false);
      return or(...plain.values.map((text) => equal(value.term, word(text))));
    case "record":
      return conformsFields(plain.fields, value, new Set(), bound, fresh);
    case "union": {
      const tag = value.kind === "record" ? value.fields.get(plain.tag)?.value : undefined;
      if (tag?.kind !== "scalar") return bool(false);
      return or(
        ...plain.variants.map((variant) =>
          and(
            equal(tag.term, word(variant.tag)),
            conformsFields(variant.fields, value, new Set([plain.tag]), bound, fresh),
          ),
        ),
      );
    }
    case "array":
      return conformsItems(value, number(bound(plain.length)), () => plain.item, bound, fresh);
    case "ragged": {
      const lengths = bound(plain.lengths);
      if (lengths.kind !== "array" || value.kind !== "array") return bool(false);
      return and(
        equal(value.length, lengths.length),
        everyIndex(value.length, fresh, (index) =>
          conformsItems(
            value.item(index),
            number(lengths.item(index)),
            () => plain.item,
            bound,
            fresh,
          ),
        ),
      );
    }
    case "sequence": {
      if (value.kind !== "array") return bool(false);
      return and(
        atMost(int(plain.nonEmpty ? 1 : 0), value.length),
        conformsItems(value, value.length, () => plain.item, bound, fresh),
      );
    }
  }
}

function conformsFields(
  fields: readonly Field[],
  value: SymbolicValue,
  besides: ReadonlySet<string>,
  bound: Bound,
  fresh: FreshName,
): Term {
  if (value.kind !== "record") return bool(false);
  const known = new Set(fields.map((field) => field.name));
  const strays = [...value.fields]
    .filter(([name]) => !known.has(name) && !besides.has(name))
    .map(([, field]) => not(field.present));
  const own = fields.map((field) => {
    const found = value.fields.get(field.name);
    if (found === undefined) return bool(false);
    return and(found.present, conforms(field.type, found.value, bound, fresh));
  });
  return and(...strays, ...own);
}

function conformsItems(
  value: SymbolicValue,
  length: Term,
  item: () => Type,
  bound: Bound,
  fresh: FreshName,
): Term {
  if (value.kind !== "array") return bool(false);
  return and(
    equal(value.length, length),
    everyIndex(value.length, fresh, (index) => conforms(item(), value.item(index), bound, fresh)),
  );
}
