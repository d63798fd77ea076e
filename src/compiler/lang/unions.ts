import type { UnionTypeNode } from "ts-morph";
import { literal } from "../ir/expression.js";
import { type Field, type Type, unnamed, type Variant } from "../ir/type.js";
import { refuse } from "./diagnostics.js";
import { shorten } from "./shorten.js";

/**
 * The union of `parts`: strings, numbers in a row, or records that differ in a tag; each of them
 * with `null` or without.
 */
export function joinTypes(parts: readonly Type[], node: UnionTypeNode): Type {
  const isNullable = parts.some((part) => ["none", "nullable"].includes(unnamed(part).kind));
  const [only, ...others] = parts.flatMap(withoutNull);
  if (only === undefined) return { kind: "none" };
  const of = others.length === 0 ? only : join([only, ...others], node);
  return isNullable ? { kind: "nullable", of } : of;
}

/** The type without `null`, its name kept where it has none; nothing if `null` is all there is. */
function withoutNull(type: Type): readonly Type[] {
  const plain = unnamed(type);
  if (plain.kind === "none") return [];
  return plain.kind === "nullable" ? withoutNull(plain.of) : [type];
}

function join(named: readonly Type[], node: UnionTypeNode): Type {
  const parts = named.map(unnamed);
  return joinStrings(parts) ?? joinNumbers(parts) ?? joinRecords(parts, node) ?? refuseUnion(node);
}

function refuseUnion(node: UnionTypeNode): never {
  throw refuse("L121", node, `the union \`${shorten(node.getText())}\` cannot be compiled`);
}

function joinStrings(parts: readonly Type[]): Type | null {
  const values = parts.flatMap((part) => (part.kind === "enumeration" ? [part.values] : []));
  if (values.length < parts.length) return null;
  return { kind: "enumeration", values: [...new Set(values.flat())] };
}

/** `0 | 1 | 2`: numbers without a gap. */
function joinNumbers(parts: readonly Type[]): Type | null {
  const numbers = new Set(parts.map(singleNumber));
  const low = Math.min(...numbers);
  const high = Math.max(...numbers);
  if (numbers.size !== high - low + 1) return null;
  return { kind: "integer", low: literal(low), high: literal(high) };
}

/** The one number of the type, or NaN. */
function singleNumber(type: Type): number {
  if (type.kind !== "integer" || type.low.kind !== "literal" || type.high?.kind !== "literal") {
    return Number.NaN;
  }
  const { value } = type.low;
  return typeof value === "number" && value === type.high.value ? value : Number.NaN;
}

/** Records, and unions of them, that have a field with one string each. */
function joinRecords(parts: readonly Type[], node: UnionTypeNode): Type | null {
  const alternatives = parts.map(alternativesOf);
  if (alternatives.some((fields) => fields === null)) return null;
  const records = alternatives.flatMap((fields) => fields ?? []);
  const tag = records[0]?.find((field) => {
    const values = records.map((fields) => tagValue(fields, field.name));
    return !values.includes(null) && new Set(values).size === records.length;
  });
  if (tag === undefined) {
    throw refuse("L123", node, "the alternatives of this union have no tag that tells them apart");
  }
  const mixed = mixedField(records);
  if (mixed !== null) {
    throw refuse(
      "L125",
      node,
      `\`${mixed}\` is of one kind in one alternative, and of another in another`,
    );
  }
  return {
    kind: "union",
    tag: tag.name,
    variants: records.map(
      (fields): Variant => ({
        tag: tagValue(fields, tag.name) ?? "",
        fields: fields.filter((field) => field.name !== tag.name),
      }),
    ),
  };
}

/** A field that has values of different kinds in several of the records, by its path; null if none has. */
function mixedField(records: readonly (readonly Field[])[]): string | null {
  const types = new Map<string, readonly Type[]>();
  for (const { name, type } of records.flat()) types.set(name, [...(types.get(name) ?? []), type]);
  for (const [name, all] of types) {
    const parts = all.flatMap(withoutNull).map(unnamed);
    if (new Set(parts.map(kindOf)).size > 1) return name;
    const inner = mixedField(parts.flatMap((part) => alternativesOf(part) ?? []));
    if (inner !== null) return `${name}.${inner}`;
    const items = parts.flatMap((part) =>
      "item" in part ? [[{ name, type: part.item, doc: "" }]] : [],
    );
    if (mixedField(items) !== null) return name;
  }
  return null;
}

/** What values of the type are, whichever of them it has. */
function kindOf({ kind }: Type): string {
  if (kind === "union") return "record";
  return kind === "ragged" || kind === "sequence" ? "array" : kind;
}

/** The records that the type has as its alternatives, null if it has others. */
function alternativesOf(type: Type): readonly (readonly Field[])[] | null {
  if (type.kind === "record") return [type.fields];
  if (type.kind !== "union") return null;
  return type.variants.map(({ tag, fields }) => [
    { name: type.tag, type: { kind: "enumeration", values: [tag] }, doc: "" },
    ...fields,
  ]);
}

function tagValue(fields: readonly Field[], name: string): string | null {
  const found = fields.find((field) => field.name === name);
  const type = found === undefined ? undefined : unnamed(found.type);
  return type?.kind === "enumeration" && type.values.length === 1 ? (type.values[0] ?? null) : null;
}
