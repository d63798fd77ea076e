import type { BitField } from "./bit-field.js";
import type { Code } from "./code.js";
import type { EncodedField, Encoding } from "./layout.js";
import { numberOf } from "./numbering.js";
import type { Symbolic } from "./symbol.js";
import type { Symbols } from "./symbols.js";

/** New bits for one field. */
export interface FieldWrite {
  readonly field: BitField;
  readonly code: Code;
}

/** What to write for a value, and whether the value is one that the encoding can hold. */
export interface Writes {
  readonly writes: readonly FieldWrite[];
  readonly fits: Code;
}

/** The value that `encoding` has in the state before the step. */
export function readSymbol(symbols: Symbols, encoding: Encoding): Symbolic {
  const { code } = symbols;
  switch (encoding.kind) {
    case "number":
      return symbols.fromNumber(code.field(encoding.field), encoding.domain);
    case "nullable":
      return {
        kind: "nullable",
        isNull: code.not(code.field(encoding.presence)),
        value: readSymbol(symbols, encoding.of),
      };
    case "record":
      return {
        kind: "record",
        fields: new Map(
          encoding.fields.map((field) => [field.name, readSymbol(symbols, field.encoding)]),
        ),
      };
    case "union": {
      const variant = code.field(encoding.variant);
      const tags = encoding.variants.map(({ tag }) => symbols.stringNumber(tag));
      const fields = new Map<string, Symbolic>([
        [encoding.tag, { kind: "string", code: code.table(variant, tags) }],
      ]);
      for (const [number, { fields: own }] of encoding.variants.entries()) {
        const isThis = code.equal(variant, code.constant(number));
        for (const field of own) {
          const value = readSymbol(symbols, field.encoding);
          const other = fields.get(field.name);
          fields.set(
            field.name,
            other === undefined ? value : symbols.select(isThis, value, other),
          );
        }
      }
      return { kind: "record", fields };
    }
    case "array": {
      const items = encoding.items.map((item) => readSymbol(symbols, item));
      const length = code.constant(items.length);
      const [first] = encoding.items;
      if (encoding.row === undefined || first?.kind !== "number") {
        return { kind: "array", items, length };
      }
      const { domain, field } = first;
      return {
        kind: "array",
        items,
        length,
        packed: {
          code: code.field(encoding.row),
          width: field.width,
          size: field.size,
          fromBits: (bits) => symbols.fromNumber(bits, domain),
          toBits: (item) => {
            const { number, fits } = numberOf(symbols, item, domain);
            return { bits: number, fits };
          },
        },
      };
    }
  }
}

/** The bits that keep `value` as `encoding` says. */
export function writeSymbol(symbols: Symbols, encoding: Encoding, value: Symbolic): Writes {
  const { code } = symbols;
  const isStructure = encoding.kind !== "number" && encoding.kind !== "nullable";
  if (isStructure && value.kind === "nullable") {
    // A guard may have made sure that it is not `null` here.
    const { writes, fits } = writeSymbol(symbols, encoding, value.value);
    return { writes, fits: code.and(code.not(value.isNull), fits) };
  }
  switch (encoding.kind) {
    case "number": {
      const { number, fits } = numberOf(symbols, value, encoding.domain);
      return { writes: [{ field: encoding.field, code: number }], fits };
    }
    case "nullable": {
      const isNull = symbols.isNull(value);
      const presence = { field: encoding.presence, code: code.not(isNull) };
      const present = symbols.present(value);
      const inner =
        present === null
          ? cleared(symbols, encoding.of)
          : writeSymbol(symbols, encoding.of, present);
      return {
        writes: [presence, ...inner.writes.map((write) => only(symbols, code.not(isNull), write))],
        fits: code.or(isNull, inner.fits),
      };
    }
    case "record":
      return writeFields(symbols, encoding.fields, value);
    case "union": {
      const tag = value.kind === "record" ? value.fields.get(encoding.tag) : undefined;
      if (tag?.kind !== "string") return { writes: [], fits: code.zero };
      const writes: FieldWrite[] = [];
      let number: Code = code.zero;
      let fits: Code = code.zero;
      for (const [index, variant] of encoding.variants.entries()) {
        const isThis = code.equal(tag.code, code.constant(symbols.stringNumber(variant.tag)));
        const inner = writeFields(symbols, variant.fields, value);
        number = code.select(isThis, code.constant(index), number);
        fits = code.select(isThis, inner.fits, fits);
        const own =
          isThis === code.zero
            ? variant.fields.flatMap((field) => cleared(symbols, field.encoding).writes)
            : inner.writes.map((write) => only(symbols, isThis, write));
        writes.push(...own);
      }
      return { writes: [{ field: encoding.variant, code: number }, ...writes], fits };
    }
    case "array": {
      if (value.kind !== "array") return { writes: [], fits: code.zero };
      const { row } = encoding;
      const isLength = code.equal(value.length, code.constant(encoding.items.length));
      if (row !== undefined && value.packed !== undefined) {
        const isUnchanged = value.packed.code === code.field(row);
        const writes = isUnchanged ? [] : [{ field: row, code: value.packed.code }];
        return { writes, fits: isLength };
      }
      return together(
        symbols,
        encoding.items.map((item, index) => [item, value.items[index]] as const),
        isLength,
      );
    }
  }
}

function writeFields(symbols: Symbols, fields: readonly EncodedField[], value: Symbolic): Writes {
  const values = value.kind === "record" ? value.fields : new Map<string, Symbolic>();
  return together(
    symbols,
    fields.map((field) => [field.encoding, values.get(field.name)] as const),
    symbols.code.one,
  );
}

function together(
  symbols: Symbols,
  parts: readonly (readonly [Encoding, Symbolic | undefined])[],
  start: Code,
): Writes {
  const { code } = symbols;
  const all = parts.map(([encoding, value]) =>
    value === undefined
      ? { ...cleared(symbols, encoding), fits: code.zero }
      : writeSymbol(symbols, encoding, value),
  );
  return {
    writes: all.flatMap((part) => part.writes),
    fits: all.reduce((fits, part) => code.and(fits, part.fits), start),
  };
}

/** The write where `condition` holds, and 0 elsewhere. */
function only(symbols: Symbols, condition: Code, { field, code }: FieldWrite): FieldWrite {
  return { field, code: symbols.code.select(condition, code, symbols.code.zero) };
}

/** All bits of the encoding 0. */
function cleared(symbols: Symbols, encoding: Encoding): Writes {
  const { code } = symbols;
  const fields = fieldsOf(encoding);
  return { writes: fields.map((field) => ({ field, code: code.zero })), fits: code.one };
}

/** Every field of bits that the encoding has. */
export function fieldsOf(encoding: Encoding): readonly BitField[] {
  switch (encoding.kind) {
    case "number":
      return [encoding.field];
    case "nullable":
      return [encoding.presence, ...fieldsOf(encoding.of)];
    case "record":
      return encoding.fields.flatMap((field) => fieldsOf(field.encoding));
    case "union":
      return [
        encoding.variant,
        ...encoding.variants.flatMap(({ fields }) =>
          fields.flatMap((field) => fieldsOf(field.encoding)),
        ),
      ];
    case "array":
      return encoding.items.flatMap(fieldsOf);
  }
}
