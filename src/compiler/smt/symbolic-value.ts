import {
  and,
  equal as equalTerms,
  implies,
  int,
  ite,
  NO,
  not,
  or,
  quantified,
  symbol,
  type Term,
  within,
  YES,
} from "./term.js";

/** A field of a record, and where the record has it. */
export interface SymbolicField {
  readonly present: Term;
  readonly value: SymbolicValue;
}

/**
 * A value of the model whose scalars are terms. Records are taken apart, so that a script has
 * scalars and functions from integers to scalars, and no datatypes.
 */
export type SymbolicValue =
  | { readonly kind: "scalar"; readonly term: Term }
  | { readonly kind: "null" }
  /** `value` says nothing where `isNull` is true. */
  | { readonly kind: "nullable"; readonly isNull: Term; readonly value: SymbolicValue }
  | { readonly kind: "record"; readonly fields: ReadonlyMap<string, SymbolicField> }
  | {
      readonly kind: "array";
      readonly length: Term;
      /** Says nothing where the index is outside of the array. */
      readonly item: (index: Term) => SymbolicValue;
    };

/** Gives a name for an integer that nothing else has. */
export type FreshName = (stem: string) => string;

export function scalar(term: Term): SymbolicValue {
  return { kind: "scalar", term };
}

/** A model whose IR says something that has no meaning: a mistake of the caller's. */
export function broken(what: string): never {
  throw new TypeError(`the IR is broken: ${what}`);
}

/** `whenTrue` where the condition is true, else `whenFalse`. */
export function choose(
  condition: Term,
  whenTrue: SymbolicValue,
  whenFalse: SymbolicValue,
): SymbolicValue {
  if (condition.kind === "literal") return condition.value === true ? whenTrue : whenFalse;
  if (whenTrue === whenFalse) return whenTrue;
  if (whenTrue.kind === "null" && whenFalse.kind === "null") return whenTrue;
  if (whenTrue.kind === "null" || whenFalse.kind === "null") {
    const isNull = ite(condition, nullness(whenTrue), nullness(whenFalse));
    return {
      kind: "nullable",
      isNull,
      value: whenTrue.kind === "null" ? present(whenFalse) : present(whenTrue),
    };
  }
  if (whenTrue.kind === "nullable" || whenFalse.kind === "nullable") {
    return {
      kind: "nullable",
      isNull: ite(condition, nullness(whenTrue), nullness(whenFalse)),
      value: choose(condition, present(whenTrue), present(whenFalse)),
    };
  }
  if (whenTrue.kind === "scalar" && whenFalse.kind === "scalar") {
    return scalar(ite(condition, whenTrue.term, whenFalse.term));
  }
  if (whenTrue.kind === "record" && whenFalse.kind === "record") {
    const names = new Set([...whenTrue.fields.keys(), ...whenFalse.fields.keys()]);
    return {
      kind: "record",
      fields: new Map(
        [...names].map((name) => [
          name,
          chooseField(condition, whenTrue.fields.get(name), whenFalse.fields.get(name)),
        ]),
      ),
    };
  }
  if (whenTrue.kind === "array" && whenFalse.kind === "array") {
    return {
      kind: "array",
      length: ite(condition, whenTrue.length, whenFalse.length),
      item: (index) => choose(condition, whenTrue.item(index), whenFalse.item(index)),
    };
  }
  return broken(`one value is a ${whenTrue.kind} or a ${whenFalse.kind}`);
}

function chooseField(
  condition: Term,
  one: SymbolicField | undefined,
  other: SymbolicField | undefined,
): SymbolicField {
  if (one === undefined || other === undefined) {
    const only = one ?? other ?? broken("a field of no record");
    const isThere = one === undefined ? not(condition) : condition;
    return { present: and(isThere, only.present), value: only.value };
  }
  return {
    present: ite(condition, one.present, other.present),
    value: choose(condition, one.value, other.value),
  };
}

/** Whether the value is `null`. */
export function nullness(value: SymbolicValue): Term {
  if (value.kind === "null") return YES;
  return value.kind === "nullable" ? value.isNull : NO;
}

/** The value where it is not `null`. */
export function present(value: SymbolicValue): SymbolicValue {
  return value.kind === "nullable" ? value.value : value;
}

/** Whether the two values are the same data. */
export function same(left: SymbolicValue, right: SymbolicValue, fresh: FreshName): Term {
  if (left.kind === "null") return nullness(right);
  if (right.kind === "null") return nullness(left);
  if (left.kind === "nullable" || right.kind === "nullable") {
    const [one, other] = [nullness(left), nullness(right)];
    return or(
      and(one, other),
      and(not(one), not(other), same(present(left), present(right), fresh)),
    );
  }
  if (left.kind === "scalar" && right.kind === "scalar") return equalTerms(left.term, right.term);
  if (left.kind === "record" && right.kind === "record") {
    const names = [...new Set([...left.fields.keys(), ...right.fields.keys()])];
    return and(
      ...names.map((name) => sameField(left.fields.get(name), right.fields.get(name), fresh)),
    );
  }
  if (left.kind === "array" && right.kind === "array") {
    return and(
      equalTerms(left.length, right.length),
      everyIndex(left.length, fresh, (index) => same(left.item(index), right.item(index), fresh)),
    );
  }
  return NO;
}

/** Whether something is true of every index below `length`: written out where the length is known. */
export function everyIndex(length: Term, fresh: FreshName, holds: (index: Term) => Term): Term {
  if (length.kind === "literal" && length.sort === "Int") {
    return and(...Array.from({ length: length.value }, (_, index) => holds(int(index))));
  }
  const name = fresh("i");
  const index = symbol(name, "Int");
  return quantified("forall", [name], implies(within(index, length), holds(index)));
}

function sameField(
  one: SymbolicField | undefined,
  other: SymbolicField | undefined,
  fresh: FreshName,
): Term {
  if (one === undefined || other === undefined) return not(one?.present ?? other?.present ?? NO);
  return and(
    equalTerms(one.present, other.present),
    implies(one.present, same(one.value, other.value, fresh)),
  );
}

/** The array of these items. */
export function arrayOf(items: readonly SymbolicValue[]): SymbolicValue {
  const [first, ...rest] = items;
  return {
    kind: "array",
    length: int(items.length),
    item: (index) =>
      first === undefined
        ? broken("an item of an empty array")
        : rest.reduce(
            (others, item, before) => choose(equalTerms(index, int(before + 1)), item, others),
            first,
          ),
  };
}
