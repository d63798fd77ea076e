import type { Json } from "../../../src/compiler/tla/value/json.js";
import type { Choices } from "./choices.js";

/** How many items an array has: a number, or the parameter `size` of the model. */
export type Length = number | "size";

export interface RandomField {
  readonly name: string;
  readonly type: RandomType;
}

/** A type of the subset. Named ones are declared in the model. */
export type RandomType =
  | { readonly kind: "boolean" }
  /** Any number that an expression can come to: of locals only. */
  | { readonly kind: "number" }
  | { readonly kind: "integer"; readonly low: number; readonly high: Length }
  | { readonly kind: "index"; readonly length: Length }
  | { readonly kind: "enumeration"; readonly name: string; readonly values: readonly string[] }
  | { readonly kind: "nullable"; readonly of: RandomType }
  | { readonly kind: "record"; readonly name: string; readonly fields: readonly RandomField[] }
  | {
      readonly kind: "union";
      readonly name: string;
      readonly variants: readonly RandomVariant[];
    }
  | { readonly kind: "array"; readonly item: RandomType; readonly length: Length };

export interface RandomVariant {
  readonly tag: string;
  readonly fields: readonly RandomField[];
}

export const BOOLEAN: RandomType = { kind: "boolean" };
export const NUMBER: RandomType = { kind: "number" };

/** The parameters of a random model. */
export interface RandomParameters {
  readonly size: number;
  readonly on: boolean;
  readonly table: readonly number[];
}

/** The type as TypeScript. */
export function typeText(type: RandomType): string {
  switch (type.kind) {
    case "boolean":
      return "boolean";
    case "number":
      return "number";
    case "integer":
      return `Range<${type.low}, ${lengthText(type.high)}>`;
    case "index":
      return `Below<${lengthText(type.length)}>`;
    case "enumeration":
    case "record":
    case "union":
      return type.name;
    case "nullable":
      return `${typeText(type.of)} | null`;
    case "array":
      return `Vector<${typeText(type.item)}, ${lengthText(type.length)}>`;
  }
}

function lengthText(length: Length): string {
  return length === "size" ? 'Config["size"]' : String(length);
}

/** The declaration of a named type. */
export function declarationText(type: RandomType): string {
  switch (type.kind) {
    case "enumeration":
      return `export type ${type.name} = ${type.values.map((value) => JSON.stringify(value)).join(" | ")};`;
    case "record":
      return `export interface ${type.name} {\n${fieldLines(type.fields)}}`;
    case "union": {
      const variants = type.variants.map(
        ({ tag, fields }) =>
          `  | { readonly at: ${JSON.stringify(tag)}${fields.map(({ name, type: of }) => `; readonly ${name}: ${typeText(of)}`).join("")} }`,
      );
      return `export type ${type.name} =\n${variants.join("\n")};`;
    }
    default:
      throw new Error(`${type.kind} has no declaration`);
  }
}

export function fieldLines(fields: readonly RandomField[]): string {
  return fields.map(({ name, type }) => `  readonly ${name}: ${typeText(type)};\n`).join("");
}

/** Every value of the type. */
export function valuesOf(type: RandomType, parameters: RandomParameters): readonly Json[] {
  const bound = (length: Length): number => (length === "size" ? parameters.size : length);
  switch (type.kind) {
    case "boolean":
      return [false, true];
    case "number":
      throw new Error("there are too many numbers");
    case "integer":
      return Array.from({ length: bound(type.high) - type.low + 1 }, (_, i) => type.low + i);
    case "index":
      return Array.from({ length: bound(type.length) }, (_, index) => index);
    case "enumeration":
      return type.values;
    case "nullable":
      return [...valuesOf(type.of, parameters), null];
    case "record":
      return recordsOf(type.fields, parameters);
    case "union":
      return type.variants.flatMap(({ tag, fields }) =>
        recordsOf(fields, parameters).map((record) => ({ at: tag, ...record })),
      );
    case "array":
      return Array.from({ length: bound(type.length) }).reduce<readonly (readonly Json[])[]>(
        (arrays) =>
          arrays.flatMap((items) =>
            valuesOf(type.item, parameters).map((item) => [...items, item]),
          ),
        [[]],
      );
  }
}

function recordsOf(
  fields: readonly RandomField[],
  parameters: RandomParameters,
): readonly Readonly<Record<string, Json>>[] {
  return fields.reduce<readonly Readonly<Record<string, Json>>[]>(
    (records, { name, type }) =>
      records.flatMap((record) =>
        valuesOf(type, parameters).map((value) => ({ ...record, [name]: value })),
      ),
    [{}],
  );
}

/** A type without components. */
export function simpleType(choices: Choices, enumerations: readonly RandomType[]): RandomType {
  const enumeration = choices.pickAny(enumerations) ?? BOOLEAN;
  return choices.pick<RandomType>([
    BOOLEAN,
    { kind: "integer", low: 0, high: choices.between(1, 3) },
    enumeration,
    { kind: "integer", low: choices.between(-2, 1), high: choices.pick<Length>([2, "size"]) },
  ]);
}

/** The types that a model declares: some enumerations, records and unions. */
export function namedTypes(choices: Choices): readonly RandomType[] {
  const enumerations = choices.several(1, 2, (index): RandomType => {
    const values = ["red", "green", "a b", 'say "x"', "None", "back\\slash"];
    const start = choices.below(3);
    return {
      kind: "enumeration",
      name: ["Color", "Mood"][index] ?? "Color",
      values: values.slice(start, start + choices.between(2, 3)),
    };
  });
  const field = (name: string): RandomField => {
    const type = simpleType(choices, enumerations);
    return { name, type: choices.chance(20) ? { kind: "nullable", of: type } : type };
  };
  const records = choices.several(0, 1, (): RandomType => {
    return { kind: "record", name: "Pair", fields: [field("left"), field("right")] };
  });
  const unions = choices.several(0, 1, (): RandomType => {
    const tags = ["home", "road", "sea"].slice(0, choices.between(2, 3));
    // One name has values of one kind (L125).
    const mile = field("mile");
    const fields = [[], [mile], [mile, field("deep")]];
    return {
      kind: "union",
      name: "Place",
      variants: tags.map((tag, index) => ({ tag, fields: fields[index] ?? [] })),
    };
  });
  return [...enumerations, ...records, ...unions];
}

/** A type for a variable, a local or a result, of few values. */
export function anyType(choices: Choices, named: readonly RandomType[]): RandomType {
  const enumerations = named.filter((type) => type.kind === "enumeration");
  const compound = named.filter((type) => type.kind !== "enumeration");
  const simple = simpleType(choices, enumerations);
  return choices.pick<RandomType>([
    simple,
    choices.pickAny(compound) ?? simple,
    { kind: "array", item: BOOLEAN, length: choices.pick<Length>([2, 3, "size"]) },
    { kind: "nullable", of: simple },
    choices.pickAny(compound) ?? simple,
    { kind: "array", item: simple, length: 2 },
    { kind: "nullable", of: choices.pickAny(compound) ?? BOOLEAN },
  ]);
}
