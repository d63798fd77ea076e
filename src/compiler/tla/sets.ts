import type { Field, Type } from "../ir/type.js";
import { unnamed } from "../ir/type.js";
import { flat, flatAtom, flatOperand, indexSet, PRECEDENCE } from "./flat.js";
import { append, type Block, fits, hang, line } from "./lines.js";
import { type Names, NONE } from "./names.js";

/** The set of all values of `type`, as TLA+ on one line. Named types are called by their names. */
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
      if (type.high !== undefined) {
        const [low, high] = [type.low, type.high].map((bound) =>
          flatOperand(bound, names, PRECEDENCE.plus),
        );
        return `${low} .. ${high}`;
      }
      const low = flat(type.low, names);
      if (low === "0") return "Nat";
      return low === "1"
        ? "Nat \\ {0}"
        : `{${names.own("n")} \\in Int : ${names.own("n")} >= ${low}}`;
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
      return variants(type)
        .map((fields) => recordSet(fields, names))
        .join(" \\cup ");
    case "array":
      return `[${indexSet(type.length, names)} -> ${typeSet(type.item, names)}]`;
    case "ragged": {
      const [f, i] = [names.own("f"), names.own("i")];
      const indices = indexSet({ kind: "length", of: type.lengths }, names);
      const inner = raggedItem(type, i, names);
      return `{${f} \\in [${indices} -> UNION {${inner} : ${i} \\in ${indices}}] : \\A ${i} \\in ${indices} : ${f}[${i}] \\in ${inner}}`;
    }
    case "sequence":
      return `Seq(${typeSet(type.item, names)})`;
  }
}

/** The fields of each alternative, the tag first. */
function variants(type: Extract<Type, { kind: "union" }>): readonly (readonly Field[])[] {
  return type.variants.map(({ tag, fields }) => [
    { name: type.tag, type: { kind: "enumeration", values: [tag] }, doc: "" },
    ...fields,
  ]);
}

/** The set that item `index` of a ragged array is taken from. */
function raggedItem(type: Extract<Type, { kind: "ragged" }>, index: string, names: Names): string {
  const length = `${flatAtom(type.lengths, names)}[${index} + 1]`;
  return `[0 .. ${length} - 1 -> ${typeSet(type.item, names)}]`;
}

function operandSet(type: Type, names: Names): string {
  const text = typeSet(type, names);
  const isAtom = /^\w+$/.test(text) || ["record", "enumeration", "array"].includes(type.kind);
  return isAtom ? text : `(${text})`;
}

/** A record without fields is the function with nothing in its domain, which `<<>>` is too. */
function recordSet(fields: readonly Field[], names: Names): string {
  if (fields.length === 0) return "{<<>>}";
  return `[${fields.map((field) => `${field.name} : ${typeSet(field.type, names)}`).join(", ")}]`;
}

/** The set, as `typeSet` has it, in as many lines as it takes to keep to `width` columns. */
export function printTypeSet(type: Type, width: number, names: Names): Block {
  if (type.kind === "named" || fits(typeSet(type, names), width)) {
    return [line(typeSet(type, names))];
  }
  return printTypeSetInFull(type, width, names);
}

/** The set, as `typeSetInFull` has it, in as many lines as it takes to keep to `width` columns. */
export function printTypeSetInFull(type: Type, width: number, names: Names): Block {
  const oneLine = typeSetInFull(type, names);
  if (fits(oneLine, width)) return [line(oneLine)];
  const plain = unnamed(type);
  switch (plain.kind) {
    case "enumeration":
      return wrapItems(
        "{",
        plain.values.map((value) => JSON.stringify(value)),
        "}",
        width,
      );
    case "nullable":
      return alternatives([printTypeSet(plain.of, width - 5, names), [line(`{${NONE}}`)]]);
    case "union":
      return alternatives(
        variants(plain).map((fields) => printRecordSet(fields, width - 5, names)),
      );
    case "record":
      return printRecordSet(plain.fields, width, names);
    case "array": {
      const head = `[${indexSet(plain.length, names)} ->`;
      const item = printTypeSet(plain.item, width - 4, names);
      return [line(head), ...hang("   ", append(item, "]"))];
    }
    default:
      return [line(oneLine)];
  }
}

/** The union of the sets, one below the other. */
function alternatives(sets: readonly Block[]): Block {
  return sets.flatMap((set, index) => hang(index === 0 ? "     " : "\\cup ", set));
}

function printRecordSet(fields: readonly Field[], width: number, names: Names): Block {
  const oneLine = recordSet(fields, names);
  if (fits(oneLine, width)) return [line(oneLine)];
  return fields.flatMap((field, index) => {
    const head = `${index === 0 ? "[ " : "  "}${field.name} : `;
    const set = printTypeSet(field.type, width - head.length - 2, names);
    return hang(head, append(set, index === fields.length - 1 ? " ]" : ","));
  });
}

/** `open`, the items with commas between them, and `close`, in lines of at most `width` columns. */
export function wrapItems(
  open: string,
  items: readonly string[],
  close: string,
  width: number,
): Block {
  const lines: string[] = [];
  let current = open;
  for (const [index, item] of items.entries()) {
    const part = item + (index < items.length - 1 ? ", " : close);
    if (current.trim() !== open.trim() && current.length + part.trimEnd().length > width) {
      lines.push(current.trimEnd());
      current = " ".repeat(open.length);
    }
    current += part;
  }
  return [...lines, current].map((text) => line(text));
}

/** That `subject` has the type, as the conjuncts of a list. */
export function typeConjuncts(
  subject: string,
  type: Type,
  width: number,
  names: Names,
): readonly Block[] {
  const plain = unnamed(type);
  if (plain.kind !== "ragged") {
    const head = `${subject} \\in `;
    const oneLine = head + typeSet(type, names);
    if (fits(oneLine, width)) return [[line(oneLine)]];
    return [hang(head, printTypeSet(type, width - head.length, names))];
  }
  const index = names.own("i");
  const indices = indexSet({ kind: "length", of: plain.lengths }, names);
  const bound = `\\A ${index} \\in ${indices} :`;
  const membership = `${subject}[${index}] \\in ${raggedItem(plain, index, names)}`;
  const oneLine = `${bound} ${membership}`;
  return [
    [line(`DOMAIN ${subject} = ${indices}`)],
    fits(oneLine, width) ? [line(oneLine)] : [line(bound), line(`  ${membership}`)],
  ];
}
