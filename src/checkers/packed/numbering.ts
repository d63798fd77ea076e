import { cardinality, type Domain, type FieldDomain } from "../../compiler/ir/finite-domain.js";
import type { Code } from "./code.js";
import type { Symbolic } from "./symbol.js";
import type { Symbols } from "./symbols.js";

/** The number of a value in its domain, and whether the value is one of the domain at all. */
export interface Numbered {
  /** Means nothing where the value does not fit. */
  readonly number: Code;
  readonly fits: Code;
}

/** The number of `value` among those of `domain`, as `valuesOf` counts them. */
export function numberOf(symbols: Symbols, value: Symbolic, domain: Domain): Numbered {
  const { code } = symbols;
  const nothing: Numbered = { number: code.zero, fits: code.zero };
  switch (domain.kind) {
    case "none":
      return { number: code.zero, fits: symbols.isNull(value) };
    case "nullable": {
      const isNull = symbols.isNull(value);
      const present = symbols.present(value);
      if (present === null) return { number: code.zero, fits: code.one };
      const inner = numberOf(symbols, present, domain.of);
      return {
        number: code.select(isNull, code.zero, code.add(inner.number, code.one)),
        fits: code.or(isNull, inner.fits),
      };
    }
  }
  const present = symbols.present(value);
  if (present === null) return nothing;
  const numbered = numberOfPresent(symbols, present, domain);
  return { ...numbered, fits: code.and(code.not(symbols.isNull(value)), numbered.fits) };
}

function numberOfPresent(symbols: Symbols, value: Symbolic, domain: Domain): Numbered {
  const { code } = symbols;
  const nothing: Numbered = { number: code.zero, fits: code.zero };
  switch (domain.kind) {
    case "boolean":
      return value.kind === "boolean" ? { number: value.code, fits: code.one } : nothing;
    case "integer": {
      if (value.kind !== "integer") return nothing;
      const aboveLow = code.atMost(code.constant(domain.low), value.code);
      const belowHigh = code.atMost(value.code, code.constant(domain.high));
      return {
        number: code.subtract(value.code, code.constant(domain.low)),
        fits: code.and(aboveLow, belowHigh),
      };
    }
    case "enumeration": {
      if (value.kind !== "string") return nothing;
      const places: number[] = [];
      const known: number[] = [];
      for (let number = 0; number <= value.code.high; number++) {
        const place = domain.values.findIndex((text) => symbols.stringNumber(text) === number);
        places.push(Math.max(0, place));
        known.push(place === -1 ? 0 : 1);
      }
      return { number: code.table(value.code, places), fits: code.table(value.code, known) };
    }
    case "record":
      return value.kind === "record"
        ? numberOfFields(symbols, value.fields, domain.fields)
        : nothing;
    case "union": {
      const tag = value.kind === "record" ? value.fields.get(domain.tag) : undefined;
      if (value.kind !== "record" || tag?.kind !== "string") return nothing;
      let result = nothing;
      let offset = 0;
      for (const variant of domain.variants) {
        const isThis = code.equal(tag.code, code.constant(symbols.stringNumber(variant.tag)));
        const inner = numberOfFields(symbols, value.fields, variant.fields);
        result = {
          number: code.select(isThis, code.add(inner.number, code.constant(offset)), result.number),
          fits: code.select(isThis, inner.fits, result.fits),
        };
        offset += cardinality({ kind: "record", fields: variant.fields });
      }
      return result;
    }
    case "array": {
      if (value.kind !== "array") return nothing;
      const pairs = domain.items.map((item, index) => [value.items[index], item] as const);
      const inner = mixedRadix(symbols, pairs);
      const fits = code.equal(value.length, code.constant(domain.items.length));
      return { ...inner, fits: code.and(fits, inner.fits) };
    }
    case "none":
    case "nullable":
      return nothing;
  }
}

function numberOfFields(
  symbols: Symbols,
  values: ReadonlyMap<string, Symbolic>,
  fields: readonly FieldDomain[],
): Numbered {
  return mixedRadix(
    symbols,
    fields.map(({ name, domain }) => [values.get(name), domain] as const),
  );
}

/** One number from several: the first one varies slowest. */
function mixedRadix(
  symbols: Symbols,
  parts: readonly (readonly [Symbolic | undefined, Domain])[],
): Numbered {
  const { code } = symbols;
  return parts.reduce<Numbered>(
    (total, [value, domain]) => {
      if (value === undefined) return { number: total.number, fits: code.zero };
      const part = numberOf(symbols, value, domain);
      const shifted = code.multiply(total.number, code.constant(cardinality(domain)));
      return { number: code.add(shifted, part.number), fits: code.and(total.fits, part.fits) };
    },
    { number: code.zero, fits: code.one },
  );
}
