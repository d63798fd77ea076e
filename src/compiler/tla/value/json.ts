import { valueShape } from "./diagnostics.js";
import { printValue } from "./print.js";
import type { FunctionEntry, TlaValue } from "./value.js";

/** Plain data, as a typed model is made of. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [name: string]: Json };

/** The model value that stands for `null`. */
const NONE = "None";

/**
 * The value of the typed model that a TLA+ value stands for in the generated modules: the model
 * value `None` is null, a function with the domain 0..n-1 an array (TLC prints the empty one as an
 * empty tuple), a record an object.
 *
 * @param origin what to call the value in a diagnostic
 * @throws Diagnostic `tla/value-shape` for a value that the generated modules cannot have
 */
export function toJson(value: TlaValue, origin: string): Json {
  switch (value.kind) {
    case "boolean":
    case "integer":
    case "string":
      return value.value;
    case "modelValue":
      if (value.name === NONE) return null;
      throw valueShape(origin, printValue(value), `the only model value is ${NONE}`);
    case "record":
      return Object.fromEntries(
        value.fields.map((field) => [field.name, toJson(field.value, origin)]),
      );
    case "function":
      return value.entries.map((_, index) => {
        const entry = value.entries.find(({ argument }) => isInteger(argument, index));
        if (entry !== undefined) return toJson(entry.result, origin);
        throw valueShape(origin, printValue(value), "an array has the domain 0..n-1");
      });
    case "tuple":
      if (value.items.length === 0) return [];
      throw valueShape(origin, printValue(value), "an array counts from 0, a tuple from 1");
    case "set":
    case "interval":
      throw valueShape(origin, printValue(value), "a typed model has no sets");
  }
}

/** The TLA+ value that stands for `json`: the inverse of `toJson`. Numbers must be integers. */
export function fromJson(json: Json): TlaValue {
  if (json === null) return { kind: "modelValue", name: NONE };
  switch (typeof json) {
    case "boolean":
      return { kind: "boolean", value: json };
    case "number":
      return { kind: "integer", value: json };
    case "string":
      return { kind: "string", value: json };
    case "object":
      return isJsonArray(json) ? fromArray(json) : fromObject(json);
  }
}

function isInteger(value: TlaValue, integer: number): boolean {
  return value.kind === "integer" && value.value === integer;
}

/** Whether `json` is an array: `Array.isArray` does not tell read-only ones from objects. */
export function isJsonArray(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}

function fromArray(items: readonly Json[]): TlaValue {
  if (items.length === 0) return { kind: "tuple", items: [] };
  const entries = items.map((item, index): FunctionEntry => {
    return { argument: { kind: "integer", value: index }, result: fromJson(item) };
  });
  return { kind: "function", entries };
}

function fromObject(fields: { readonly [name: string]: Json }): TlaValue {
  return {
    kind: "record",
    fields: Object.entries(fields).map(([name, field]) => ({ name, value: fromJson(field) })),
  };
}
