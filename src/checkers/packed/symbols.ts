import { type Domain, valuesOf } from "../../compiler/ir/finite-domain.js";
import { isArrayValue, isRecordValue, type Value } from "../../compiler/ir/value.js";
import type { Code } from "./code.js";
import { CodeFactory } from "./code-factory.js";
import { StringNumbers, type Symbolic, symbolOf } from "./symbol.js";

/** Makes symbols and computes with them; one instance serves one model. */
export class Symbols {
  readonly code = new CodeFactory();
  readonly #strings = new StringNumbers();

  /** The symbol of a value that is known. */
  known(value: Value): Symbolic {
    return symbolOf(value, this.code, this.#strings);
  }

  /** `whenTrue` where the condition holds, else `whenFalse`. */
  select(condition: Code, whenTrue: Symbolic, whenFalse: Symbolic): Symbolic {
    if (condition.op === "constant") return condition.value === 0 ? whenFalse : whenTrue;
    if (whenTrue === whenFalse || whenFalse.kind === "undefined") return whenTrue;
    if (whenTrue.kind === "undefined") return whenFalse;
    if (
      whenTrue.kind === "null" ||
      whenFalse.kind === "null" ||
      whenTrue.kind === "nullable" ||
      whenFalse.kind === "nullable"
    ) {
      return this.#selectNullable(condition, whenTrue, whenFalse);
    }
    if (whenTrue.kind === "record" && whenFalse.kind === "record") {
      const fields = new Map(whenFalse.fields);
      for (const [name, value] of whenTrue.fields) {
        const other = fields.get(name);
        // A field that only one side has is read only where that side is taken.
        fields.set(name, other === undefined ? value : this.select(condition, value, other));
      }
      return { kind: "record", fields };
    }
    if (whenTrue.kind === "array" && whenFalse.kind === "array") {
      const [longer, shorter] =
        whenTrue.items.length >= whenFalse.items.length
          ? [whenTrue.items, whenFalse.items]
          : [whenFalse.items, whenTrue.items];
      const items = longer.map((item, index) => {
        const other = shorter[index];
        if (other === undefined) return item;
        return longer === whenTrue.items
          ? this.select(condition, item, other)
          : this.select(condition, other, item);
      });
      const length = this.code.select(condition, whenTrue.length, whenFalse.length);
      return { kind: "array", items, length };
    }
    const scalar = whenTrue.kind;
    if (
      scalar === whenFalse.kind &&
      scalar !== "record" &&
      scalar !== "array" &&
      whenFalse.kind !== "record" &&
      whenFalse.kind !== "array"
    ) {
      return { kind: scalar, code: this.code.select(condition, whenTrue.code, whenFalse.code) };
    }
    throw new TypeError(`a choice between ${whenTrue.kind} and ${whenFalse.kind}`);
  }

  #selectNullable(condition: Code, whenTrue: Symbolic, whenFalse: Symbolic): Symbolic {
    const isNull = this.code.select(condition, this.isNull(whenTrue), this.isNull(whenFalse));
    const left = this.present(whenTrue);
    const right = this.present(whenFalse);
    const value =
      left === null ? right : right === null ? left : this.select(condition, left, right);
    return value === null ? { kind: "null" } : { kind: "nullable", isNull, value };
  }

  /** Whether the value is `null`. */
  isNull(value: Symbolic): Code {
    if (value.kind === "null") return this.code.one;
    return value.kind === "nullable" ? value.isNull : this.code.zero;
  }

  /** The value where it is not `null`; null where it always is. */
  present(value: Symbolic): Symbolic | null {
    if (value.kind === "null") return null;
    return value.kind === "nullable" ? value.value : value;
  }

  /** Whether two values are the same. */
  equal(left: Symbolic, right: Symbolic): Code {
    const { code } = this;
    if (left.kind === "undefined" || right.kind === "undefined") return code.zero;
    if (
      left.kind === "null" ||
      left.kind === "nullable" ||
      right.kind === "null" ||
      right.kind === "nullable"
    ) {
      const nulls = [this.isNull(left), this.isNull(right)] as const;
      const bothNull = code.and(...nulls);
      const values = [this.present(left), this.present(right)] as const;
      if (values[0] === null || values[1] === null) return bothNull;
      const neither = code.and(code.not(nulls[0]), code.not(nulls[1]));
      return code.or(bothNull, code.and(neither, this.equal(values[0], values[1])));
    }
    if (left.kind === "array" && right.kind === "array") {
      const items = left.items.slice(0, right.items.length).map((item, index) => {
        const other = right.items[index];
        const beyond = code.atMost(left.length, code.constant(index));
        return other === undefined ? code.one : code.or(beyond, this.equal(item, other));
      });
      return items.reduce(
        (all, item) => code.and(all, item),
        code.equal(left.length, right.length),
      );
    }
    if (
      left.kind !== right.kind ||
      left.kind === "record" ||
      right.kind === "record" ||
      left.kind === "array" ||
      right.kind === "array"
    ) {
      throw new TypeError(`a comparison of ${left.kind} with ${right.kind}`);
    }
    return code.equal(left.code, right.code);
  }

  /** The value of `domain` with the number `index`, as `valuesOf` counts them. */
  fromNumber(index: Code, domain: Domain): Symbolic {
    if (domain.kind === "boolean") return { kind: "boolean", code: index };
    if (domain.kind === "integer") {
      return { kind: "integer", code: this.code.add(index, this.code.constant(domain.low)) };
    }
    return this.#fromValues(index, valuesOf(domain));
  }

  #fromValues(index: Code, values: readonly Value[]): Symbolic {
    const { code } = this;
    const [first] = values;
    if (first === undefined) throw new TypeError("a domain without values");
    const nulls = values.map((value) => (value === null ? 1 : 0));
    const example = values.find((value) => value !== null);
    if (example === undefined) return { kind: "null" };
    if (nulls.includes(1)) {
      const value = this.#fromValues(
        index,
        filled(values, (candidate) => candidate ?? undefined),
      );
      return { kind: "nullable", isNull: code.table(index, nulls), value };
    }
    if (isArrayValue(example)) {
      const length = Math.max(...values.map((value) => (isArrayValue(value) ? value.length : 0)));
      const lengths = values.map((value) => (isArrayValue(value) ? value.length : 0));
      const items = Array.from({ length }, (_, place) =>
        this.#fromValues(
          index,
          filled(values, (value) => (isArrayValue(value) ? value[place] : undefined)),
        ),
      );
      return { kind: "array", items, length: code.table(index, lengths) };
    }
    if (isRecordValue(example)) {
      const names = new Set(
        values.flatMap((value) => (isRecordValue(value) ? Object.keys(value) : [])),
      );
      const fields = [...names].map((name) => {
        const column = filled(values, (value) => (isRecordValue(value) ? value[name] : undefined));
        return [name, this.#fromValues(index, column)] as const;
      });
      return { kind: "record", fields: new Map(fields) };
    }
    const kind =
      typeof example === "boolean" ? "boolean" : typeof example === "number" ? "integer" : "string";
    const numbers = values.map((value) => this.#scalar(value));
    return { kind, code: code.table(index, numbers) };
  }

  #scalar(value: Value): number {
    if (typeof value === "string") return this.#strings.numberOf(value);
    return typeof value === "number" ? value : value === true ? 1 : 0;
  }

  /** The number of a string. */
  stringNumber(text: string): number {
    return this.#strings.numberOf(text);
  }
}

/** One entry for each value: what `pick` takes from it, or where that is nothing, any other entry. */
function filled(
  values: readonly Value[],
  pick: (value: Value) => Value | undefined,
): readonly Value[] {
  const picked = values.map(pick);
  const any = picked.find((value) => value !== undefined);
  return any === undefined ? [] : picked.map((value) => (value === undefined ? any : value));
}
