import { type Domain, valuesOf } from "../../compiler/ir/finite-domain.js";
import {
  isArrayValue,
  isRecordValue,
  type RecordValue,
  sameValue,
  type Value,
} from "../../compiler/ir/value.js";
import { type BitField, lowBits } from "./bit-field.js";
import type { EncodedField, Encoding, Layout } from "./layout.js";

/** The words of `state`. @throws RangeError when a variable has a value that is not of its type */
export function encodeState(layout: Layout, state: RecordValue): Int32Array {
  const words = new Int32Array(layout.words);
  for (const [name, encoding] of layout.variables) {
    const value = state[name];
    if (value === undefined) throw new RangeError(`the state has no variable ${name}`);
    write(words, encoding, value, name);
  }
  return words;
}

/** The state that `words` hold. */
export function decodeState(layout: Layout, words: ArrayLike<number>): RecordValue {
  return Object.fromEntries(
    [...layout.variables].map(([name, encoding]) => [name, read(words, encoding)]),
  );
}

function put(words: Int32Array, { word, shift }: BitField, number: number): void {
  words[word] = (words[word] ?? 0) | (number << shift);
}

function bitsOf(words: ArrayLike<number>, { word, shift, width }: BitField): number {
  return ((words[word] ?? 0) >>> shift) & lowBits(width);
}

function write(words: Int32Array, encoding: Encoding, value: Value, name: string): void {
  switch (encoding.kind) {
    case "number": {
      const number = numbersOf(encoding.domain).findIndex((known) => sameValue(known, value));
      if (number === -1) throw new RangeError(`${name} cannot be ${JSON.stringify(value)}`);
      put(words, encoding.field, number);
      return;
    }
    case "nullable":
      if (value === null) return;
      put(words, encoding.presence, 1);
      write(words, encoding.of, value, name);
      return;
    case "record":
      writeFields(words, encoding.fields, value, name);
      return;
    case "union": {
      const tag = isRecordValue(value) ? value[encoding.tag] : undefined;
      const number = encoding.variants.findIndex((variant) => variant.tag === tag);
      const variant = encoding.variants[number];
      if (variant === undefined) {
        throw new RangeError(`${name} cannot be ${JSON.stringify(value)}`);
      }
      put(words, encoding.variant, number);
      writeFields(words, variant.fields, value, name);
      return;
    }
    case "array": {
      if (!isArrayValue(value) || value.length !== encoding.items.length) {
        throw new RangeError(`${name} cannot be ${JSON.stringify(value)}`);
      }
      for (const [index, item] of encoding.items.entries()) {
        write(words, item, value[index] ?? null, `${name}[${index}]`);
      }
    }
  }
}

function writeFields(
  words: Int32Array,
  fields: readonly EncodedField[],
  value: Value,
  name: string,
): void {
  for (const field of fields) {
    const part = isRecordValue(value) ? value[field.name] : undefined;
    if (part === undefined) throw new RangeError(`${name} has no field ${field.name}`);
    write(words, field.encoding, part, `${name}.${field.name}`);
  }
}

function read(words: ArrayLike<number>, encoding: Encoding): Value {
  switch (encoding.kind) {
    case "number":
      return numbersOf(encoding.domain)[bitsOf(words, encoding.field)] ?? null;
    case "nullable":
      return bitsOf(words, encoding.presence) === 0 ? null : read(words, encoding.of);
    case "record":
      return readFields(words, encoding.fields);
    case "union": {
      const variant = encoding.variants[bitsOf(words, encoding.variant)];
      return variant === undefined
        ? null
        : { [encoding.tag]: variant.tag, ...readFields(words, variant.fields) };
    }
    case "array":
      return encoding.items.map((item) => read(words, item));
  }
}

function readFields(words: ArrayLike<number>, fields: readonly EncodedField[]): RecordValue {
  return Object.fromEntries(fields.map(({ name, encoding }) => [name, read(words, encoding)]));
}

const numbers = new WeakMap<Domain, readonly Value[]>();

function numbersOf(domain: Domain): readonly Value[] {
  const known = numbers.get(domain);
  if (known !== undefined) return known;
  const made = valuesOf(domain);
  numbers.set(domain, made);
  return made;
}
