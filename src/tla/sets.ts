import type { Field, Type } from "../ir/type.js";
import { unnamed } from "../ir/type.js";
import { flat, flatOperand, indexSet } from "./flat.js";
import { type Names, NONE } from "./names.js";

/** The set of all values of `type`, as TLA+. Named types are called by their names. */
export function typeSet(type: Type, names: Names): string {
  return type.kind === "named" ? names.set(type) : typeSetInFull(type, names);
}

/** The same, with a name at the top written out: the right side of the definition of a set. */
export function typeSetInFull(type: Type, names: Names): string {
  switch (type.kind) {
    case "named":
      return typeSetInFull(type.type, names);
    case "boolean":
      return "BOOLEAN";
    case "integer": {
      if (type.high !== undefined)
        return `${flatOperand(type.low, names)} .. ${flat(type.high, names)}`;
      const low =
        type.low.kind === "literal" && typeof type.low.value === "number" ? type.low.value : 0;
      if (low === 0) return "Nat";
      return low === 1 ? "Nat \\ {0}" : `{n \\in Nat : n >= ${low}}`;
    }
    case "enumeration":
      return `{${type.values.map((value) => JSON.stringify(value)).join(", ")}}`;
    case "none":
      return `{${NONE}}`;
    case "nullable":
      return `${operandSet(type.of, names)} \\cup {${NONE}}`;
    case "record":
      return recordSet(type.fields, names);
    case "union":
      return type.variants
        .map((variant) => {
          const tag: Field = {
            name: type.tag,
            type: { kind: "enumeration", values: [variant.tag] },
            doc: "",
          };
          return recordSet([tag, ...variant.fields], names);
        })
        .join(" \\cup ");
    case "array":
      return `[${indexSet(type.length, names)} -> ${typeSet(type.item, names)}]`;
    case "ragged": {
      const indices = indexSet({ kind: "length", of: type.lengths }, names);
      const inner = raggedItem(type, "i", names);
      return `{f \\in [${indices} -> UNION {${inner} : i \\in ${indices}}] : \\A i \\in ${indices} : f[i] \\in ${inner}}`;
    }
    case "sequence":
      return `Seq(${typeSet(type.item, names)})`;
  }
}

/** The set that item `index` of a ragged array is taken from. */
function raggedItem(type: Extract<Type, { kind: "ragged" }>, index: string, names: Names): string {
  return `[0 .. ${flat(type.lengths, names)}[${index} + 1] - 1 -> ${typeSet(type.item, names)}]`;
}

function operandSet(type: Type, names: Names): string {
  const text = typeSet(type, names);
  return /^[\w{[]/.test(text) && !text.includes(" ") ? text : `(${text})`;
}

function recordSet(fields: readonly Field[], names: Names): string {
  if (fields.length === 0) return "{<<>>}";
  return `[${fields.map((field) => `${field.name} : ${typeSet(field.type, names)}`).join(", ")}]`;
}

/** That `subject` has the type, as conjuncts: one line each. */
export function typeConjuncts(subject: string, type: Type, names: Names): readonly string[] {
  const plain = unnamed(type);
  if (plain.kind !== "ragged") return [`${subject} \\in ${typeSet(type, names)}`];
  const indices = indexSet({ kind: "length", of: plain.lengths }, names);
  return [
    `DOMAIN ${subject} = ${indices}`,
    `\\A i \\in ${indices} : ${subject}[i] \\in ${raggedItem(plain, "i", names)}`,
  ];
}
