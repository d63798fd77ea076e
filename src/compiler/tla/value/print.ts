import type { TlaValue } from "./value.js";

const escapes: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ["\\", "\\\\"],
  ["\n", "\\n"],
  ["\t", "\\t"],
  ["\r", "\\r"],
  ["\f", "\\f"],
]);

/** The text of a value on one line, as TLC prints it where the line is long enough. */
export function printValue(value: TlaValue): string {
  switch (value.kind) {
    case "boolean":
      return value.value ? "TRUE" : "FALSE";
    case "integer":
      return String(value.value);
    case "string":
      return `"${[...value.value].map((char) => escapes.get(char) ?? char).join("")}"`;
    case "modelValue":
      return value.name;
    case "tuple":
      return `<<${value.items.map(printValue).join(", ")}>>`;
    case "set":
      return `{${value.items.map(printValue).join(", ")}}`;
    case "interval":
      return `${value.low}..${value.high}`;
    case "record":
      return `[${value.fields.map((field) => `${field.name} |-> ${printValue(field.value)}`).join(", ")}]`;
    case "function": {
      if (value.entries.length === 0) return "<<>>";
      const entries = value.entries.map(
        ({ argument, result }) => `${printValue(argument)} :> ${printValue(result)}`,
      );
      return `(${entries.join(" @@ ")})`;
    }
  }
}
