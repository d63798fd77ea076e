import { cardinality, type Domain } from "../../compiler/ir/finite-domain.js";
import type { Instance } from "../../compiler/ir/instance.js";
import type { BitField } from "./bit-field.js";
import { tooManyValues } from "./diagnostics.js";

/** How a value is kept in the bits of a packed state. Every value has exactly one form. */
export type Encoding =
  /** As its number among the values of `domain`, as `valuesOf` counts them. */
  | { readonly kind: "number"; readonly domain: Domain; readonly field: BitField }
  /** Whether it is there, and what; where it is not there, the bits of `of` are 0. */
  | {
      readonly kind: "nullable";
      readonly presence: BitField;
      readonly of: Encoding;
      readonly domain: Domain;
    }
  | { readonly kind: "record"; readonly fields: readonly EncodedField[]; readonly domain: Domain }
  /** The number of the variant; the bits of the fields of the other variants are 0. */
  | {
      readonly kind: "union";
      readonly tag: string;
      readonly variant: BitField;
      readonly variants: readonly {
        readonly tag: string;
        readonly fields: readonly EncodedField[];
      }[];
      readonly domain: Domain;
    }
  | {
      readonly kind: "array";
      readonly items: readonly Encoding[];
      readonly domain: Domain;
      /** All items in one row of bits, where they are small, alike and in one word. */
      readonly row?: BitField;
    };

export interface EncodedField {
  readonly name: string;
  readonly encoding: Encoding;
}

/** Where everything is kept in a packed state. */
export interface Layout {
  /** Words of 32 bits that a state takes. */
  readonly words: number;
  /** Bits in use, all words together. */
  readonly bits: number;
  /** In the order of the model. */
  readonly variables: ReadonlyMap<string, Encoding>;
  /** Every field, from the lowest bit of the first word on. */
  readonly fields: readonly BitField[];
}

/** A composite with at most so many values is kept as a number, where that takes no more bits. */
const LARGEST_NUMBERED = 1024;

/** Bits that `size` values need. */
export function bitsFor(size: number): number {
  return size <= 1 ? 0 : 32 - Math.clz32(size - 1);
}

/** Hands out bits from the lowest of the first word on. */
class Allocation {
  readonly fields: BitField[] = [];
  #word = 0;
  #shift = 0;
  bits = 0;

  /** @throws Diagnostic `packed/too-many-values` */
  take(name: string, size: number): BitField {
    const width = bitsFor(size);
    if (size > 2 ** 31) throw tooManyValues(name);
    if (width > 0) this.makeRoom(width);
    const field = { name, word: this.#word, shift: this.#shift, width, size };
    this.#shift += width;
    this.bits += width;
    if (width > 0) this.fields.push(field);
    return field;
  }

  /** Goes to the next word unless `width` more bits fit into this one. */
  makeRoom(width: number): void {
    if (width > 32 || this.#shift + width <= 32) return;
    this.#word++;
    this.#shift = 0;
  }

  get words(): number {
    return this.#word + 1;
  }
}

/**
 * Gives every variable of the model its bits. Arrays come first: their items change one by one, so
 * that nearly all combinations of them occur, and the visited set keeps neighbours in the lowest
 * bits of a state together.
 */
export function layoutOf(instance: Instance): Layout {
  const allocation = new Allocation();
  const isArray = ([, domain]: readonly [string, Domain]): boolean => domain.kind === "array";
  const all = [...instance.domains];
  const ordered = [...all.filter(isArray), ...all.filter((entry) => !isArray(entry))];
  const encodings = new Map(
    ordered.map(([name, domain]) => [name, encode(name, domain, allocation)]),
  );
  return {
    words: allocation.words,
    bits: allocation.bits,
    variables: new Map(
      all.flatMap(([name]) => {
        const encoding = encodings.get(name);
        return encoding === undefined ? [] : [[name, encoding]];
      }),
    ),
    fields: allocation.fields,
  };
}

/** Bits that the domain takes when its parts are kept one by one. */
function bitsByParts(domain: Domain): number {
  const sum = (domains: readonly Domain[]): number =>
    domains.reduce((total, part) => total + bestBits(part), 0);
  switch (domain.kind) {
    case "nullable":
      return 1 + bestBits(domain.of);
    case "record":
      return sum(domain.fields.map((field) => field.domain));
    case "union":
      return (
        bitsFor(domain.variants.length) +
        sum(domain.variants.flatMap((variant) => variant.fields.map((field) => field.domain)))
      );
    case "array":
      return sum(domain.items);
    default:
      return bitsFor(cardinality(domain));
  }
}

function isNumbered(domain: Domain): boolean {
  switch (domain.kind) {
    case "boolean":
    case "integer":
    case "enumeration":
    case "none":
      return true;
    case "array":
      return false;
    case "record": {
      const size = cardinality(domain);
      return size <= LARGEST_NUMBERED && bitsFor(size) < bitsByParts(domain);
    }
    case "nullable":
    case "union": {
      const size = cardinality(domain);
      return size <= LARGEST_NUMBERED && bitsFor(size) <= bitsByParts(domain);
    }
  }
}

function bestBits(domain: Domain): number {
  return isNumbered(domain) ? bitsFor(cardinality(domain)) : bitsByParts(domain);
}

function encode(name: string, domain: Domain, allocation: Allocation): Encoding {
  if (isNumbered(domain)) {
    return { kind: "number", domain, field: allocation.take(name, cardinality(domain)) };
  }
  switch (domain.kind) {
    case "nullable": {
      const presence = allocation.take(`${name} !== null`, 2);
      return { kind: "nullable", presence, of: encode(name, domain.of, allocation), domain };
    }
    case "record":
      return {
        kind: "record",
        fields: domain.fields.map((field) => ({
          name: field.name,
          encoding: encode(`${name}.${field.name}`, field.domain, allocation),
        })),
        domain,
      };
    case "union": {
      const variant = allocation.take(`${name}.${domain.tag}`, domain.variants.length);
      const variants = domain.variants.map(({ tag, fields }) => ({
        tag,
        fields: fields.map((field) => ({
          name: field.name,
          encoding: encode(`${name}.${field.name}`, field.domain, allocation),
        })),
      }));
      return { kind: "union", tag: domain.tag, variant, variants, domain };
    }
    case "array": {
      // All in one word where they fit into one, so that an index becomes a shift.
      allocation.makeRoom(bitsByParts(domain));
      const items = domain.items.map((item, index) =>
        encode(`${name}[${index}]`, item, allocation),
      );
      const row = rowOf(name, items);
      return { kind: "array", items, domain, ...(row === undefined ? {} : { row }) };
    }
    default:
      throw new TypeError(`${name} has no encoding`);
  }
}

/** The bits of all items as one field, if they are of one width and in one word, and not all of it. */
function rowOf(name: string, items: readonly Encoding[]): BitField | undefined {
  const [first, ...rest] = items;
  if (first?.kind !== "number" || first.field.width === 0) return undefined;
  const { word, shift, width, size } = first.field;
  const isRow = rest.every(
    (item, index) =>
      item.kind === "number" &&
      item.field.word === word &&
      item.field.size === size &&
      item.field.shift === shift + (index + 1) * width,
  );
  const total = width * items.length;
  if (!isRow || rest.length === 0 || total > 30) return undefined;
  return { name, word, shift, width: total, size: 2 ** total };
}
