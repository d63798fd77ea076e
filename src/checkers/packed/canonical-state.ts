import type { BitField } from "./bit-field.js";
import { lowBits } from "./bit-field.js";
import type { Code } from "./code.js";
import type { CodeFactory } from "./code-factory.js";
import type { Layout } from "./layout.js";
import type { SymmetricType } from "./symmetric-types.js";

/** A variable of a symmetric type in a packed state. */
export interface SymmetricField {
  readonly field: BitField;
  /** Whether 0 means `null` and not the first value. */
  readonly isNullable: boolean;
}

/** The variables of each symmetric type, in the order of the model. */
export type SymmetricFields = readonly (readonly SymmetricField[])[];

/** Where the variables of these types are kept. */
export function symmetricFields(types: readonly SymmetricType[], layout: Layout): SymmetricFields {
  return types.map(({ variables }) =>
    variables.flatMap((name): readonly SymmetricField[] => {
      const encoding = layout.variables.get(name);
      if (encoding?.kind !== "number") throw new TypeError(`${name} is not kept as a number`);
      return [{ field: encoding.field, isNullable: encoding.domain.kind === "nullable" }];
    }),
  );
}

/**
 * The state in which the values of each symmetric type are numbered in the order in which the
 * variables first have them: one for all states that only differ by exchanged values.
 */
export function canonicalState(groups: SymmetricFields, words: Int32Array): Int32Array {
  const canonical = words.slice();
  for (const group of groups) {
    const numbers = new Map<number, number>();
    for (const { field, isNullable } of group) {
      const { word, shift, width } = field;
      const raw = ((words[word] ?? 0) >>> shift) & lowBits(width);
      const first = isNullable ? 1 : 0;
      if (raw < first) continue;
      const value = raw - first;
      const number = numbers.get(value) ?? numbers.size;
      numbers.set(value, number);
      const cleared = (canonical[word] ?? 0) & ~(lowBits(width) << shift);
      canonical[word] = cleared | ((number + first) << shift);
    }
  }
  return canonical;
}

/** The same as code: the new bits of a group from the bits that its fields would have. */
export function canonicalCodes(
  code: CodeFactory,
  group: readonly SymmetricField[],
  bits: readonly Code[],
): readonly Code[] {
  const values: { readonly isNull: Code; readonly value: Code; readonly number: Code }[] = [];
  let used: Code = code.zero;
  return group.map(({ isNullable }, index) => {
    const raw = bits[index] ?? code.zero;
    const isNull = isNullable ? code.equal(raw, code.zero) : code.zero;
    const value = isNullable ? code.subtract(raw, code.one) : raw;
    let number: Code = used;
    let isNew: Code = code.not(isNull);
    for (const before of values.toReversed()) {
      const isSame = code.and(code.not(before.isNull), code.equal(value, before.value));
      number = code.select(isSame, before.number, number);
      isNew = code.and(isNew, code.not(isSame));
    }
    values.push({ isNull, value, number });
    used = code.add(used, isNew);
    return isNullable ? code.select(isNull, code.zero, code.add(number, code.one)) : number;
  });
}
