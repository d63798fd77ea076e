import { isArrayValue, isRecordValue, type Value } from "../ir/value.js";
import { arrayOf, broken, nullness, type SymbolicValue, scalar } from "./symbolic-value.js";
import { bool, int, type Term, word, YES } from "./term.js";

/** A value that is known, as a symbolic one. */
export function knownValue(value: Value): SymbolicValue {
  if (value === null) return { kind: "null" };
  if (typeof value === "boolean") return scalar(bool(value));
  if (typeof value === "number") return scalar(int(value));
  if (typeof value === "string") return scalar(word(value));
  if (isArrayValue(value)) return arrayOf(value.map(knownValue));
  if (!isRecordValue(value)) return broken("a value of no kind");
  return {
    kind: "record",
    fields: new Map(
      Object.entries(value).map(([name, field]) => [
        name,
        { present: YES, value: knownValue(field) },
      ]),
    ),
  };
}

/** The term of a boolean. */
export function truth(value: SymbolicValue): Term {
  if (value.kind === "scalar" && value.term.sort === "Bool") return value.term;
  return broken("a condition is not a boolean");
}

/** The term of a number. */
export function integer(value: SymbolicValue): Term {
  if (value.kind === "scalar" && value.term.sort === "Int") return value.term;
  return broken(nullness(value).kind === "literal" ? "an operand is not a number" : "a null");
}
