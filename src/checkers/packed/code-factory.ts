import { type BitField, lowBits } from "./bit-field.js";
import type { Code, CodeOperator, ConstantCode, Unidentified } from "./code.js";

/**
 * Makes nodes of code, simplified as they are made: what can be computed now is, what cannot matter
 * is dropped, and a node that exists already is used again.
 */
export class CodeFactory {
  readonly #nodes = new Map<string, Code>();
  #count = 0;
  readonly zero: ConstantCode;
  readonly one: ConstantCode;

  constructor() {
    this.zero = this.constant(0);
    this.one = this.constant(1);
  }

  #intern(key: string, make: (id: number) => Code): Code {
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    const made = make(this.#count++);
    this.#nodes.set(key, made);
    return made;
  }

  #node(key: string, node: Unidentified): Code {
    return this.#intern(key, (id) => ({ ...node, id }));
  }

  constant(value: number): ConstantCode {
    const made = this.#intern(`#${value}`, (id) => {
      return { op: "constant", id, value, low: value, high: value };
    });
    if (made.op !== "constant") throw new TypeError("a constant that is none");
    return made;
  }

  truth(value: boolean): ConstantCode {
    return value ? this.one : this.zero;
  }

  field(field: BitField): Code {
    if (field.size === 1) return this.zero;
    const { word, shift, width, size } = field;
    return this.#node(`field ${word} ${shift} ${width} ${size}`, {
      op: "field",
      field,
      low: 0,
      high: size - 1,
    });
  }

  not(of: Code): Code {
    if (of.op === "constant") return this.truth(of.value === 0);
    if (of.op === "not") return of.of;
    return this.#node(`not ${of.id}`, { op: "not", of, low: 0, high: 1 });
  }

  and(left: Code, right: Code): Code {
    if (left === right || right === this.one) return left;
    if (left === this.one) return right;
    if (left === this.zero || right === this.zero || this.not(left) === right) return this.zero;
    if (excludes(left, right)) return this.zero;
    if (implies(right, left)) return right;
    if (implies(left, right)) return left;
    return this.#binary("and", left, right, 0, 1);
  }

  or(left: Code, right: Code): Code {
    return this.not(this.and(this.not(left), this.not(right)));
  }

  add(left: Code, right: Code): Code {
    if (left.op === "constant" && right.op !== "constant") return this.add(right, left);
    if (right.op === "constant") {
      if (left.op === "constant") return this.constant(left.value + right.value);
      if (right.value === 0) return left;
      // (a + 1) + 2 is a + 3.
      if (left.op === "add" && left.right.op === "constant") {
        return this.add(left.left, this.constant(left.right.value + right.value));
      }
      if (left.op === "table") return this.#mapTable(left, (value) => value + right.value);
    }
    return this.#binary("add", left, right, left.low + right.low, left.high + right.high);
  }

  subtract(left: Code, right: Code): Code {
    if (right.op === "constant") return this.add(left, this.constant(-right.value));
    if (left === right) return this.zero;
    return this.#binary("subtract", left, right, left.low - right.high, left.high - right.low);
  }

  multiply(left: Code, right: Code): Code {
    if (left.op === "constant" && right.op !== "constant") return this.multiply(right, left);
    if (right.op === "constant") {
      if (left.op === "constant") return this.constant(left.value * right.value);
      if (right.value === 0) return this.zero;
      if (right.value === 1) return left;
      if (left.op === "table") return this.#mapTable(left, (value) => value * right.value);
    }
    const corners = [
      left.low * right.low,
      left.low * right.high,
      left.high * right.low,
      left.high * right.high,
    ];
    return this.#binary("multiply", left, right, Math.min(...corners), Math.max(...corners));
  }

  least(left: Code, right: Code): Code {
    if (left.high <= right.low) return left;
    if (right.high <= left.low) return right;
    const low = Math.min(left.low, right.low);
    return this.#binary("least", left, right, low, Math.min(left.high, right.high));
  }

  greatest(left: Code, right: Code): Code {
    if (left.high <= right.low) return right;
    if (right.high <= left.low) return left;
    const low = Math.max(left.low, right.low);
    return this.#binary("greatest", left, right, low, Math.max(left.high, right.high));
  }

  equal(left: Code, right: Code): Code {
    if (left === right) return this.one;
    if (left.high < right.low || right.high < left.low) return this.zero;
    if (left.op === "constant" && right.op !== "constant") return this.equal(right, left);
    if (right.op === "constant") {
      const folded = this.#foldComparison(left, (value) => this.equal(value, right));
      if (folded !== null) return folded;
      if (left.op === "add" && left.right.op === "constant") {
        return this.equal(left.left, this.constant(right.value - left.right.value));
      }
      if (left.low === 0 && left.high === 1) return right.value === 1 ? left : this.not(left);
    }
    // The same number added on both sides: `x + 1 = y + 1`.
    if (
      left.op === "add" &&
      right.op === "add" &&
      left.right === right.right &&
      left.right.op === "constant"
    ) {
      return this.equal(left.left, right.left);
    }
    const [first, second] =
      left.id < right.id || right.op === "constant" ? [left, right] : [right, left];
    return this.#binary("equal", first, second, 0, 1);
  }

  less(left: Code, right: Code): Code {
    if (left.high < right.low) return this.one;
    if (left.low >= right.high || left === right) return this.zero;
    if (right.op === "constant") {
      const folded = this.#foldComparison(left, (value) => this.less(value, right));
      if (folded !== null) return folded;
      if (left.op === "add" && left.right.op === "constant") {
        return this.less(left.left, this.constant(right.value - left.right.value));
      }
      if (right.value === left.low + 1) return this.equal(left, this.constant(left.low));
      if (right.value === left.high) return this.not(this.equal(left, right));
    }
    if (left.op === "constant") {
      const folded = this.#foldComparison(right, (value) => this.less(left, value));
      if (folded !== null) return folded;
      return this.not(this.less(right, this.constant(left.value + 1)));
    }
    return this.#binary("less", left, right, 0, 1);
  }

  atMost(left: Code, right: Code): Code {
    return this.not(this.less(right, left));
  }

  /** A comparison with a constant, moved into a table or a choice where that decides something. */
  #foldComparison(code: Code, compare: (value: Code) => Code): Code | null {
    if (code.op === "table") {
      return this.table(
        code.index,
        code.values.map((value) => (compare(this.constant(value)) === this.one ? 1 : 0)),
      );
    }
    if (code.op !== "select") return null;
    const whenTrue = compare(code.whenTrue);
    const whenFalse = compare(code.whenFalse);
    if (whenTrue.op !== "constant" && whenFalse.op !== "constant") return null;
    return this.select(code.condition, whenTrue, whenFalse);
  }

  select(condition: Code, whenTrue: Code, whenFalse: Code): Code {
    if (condition.op === "constant") return condition.value === 0 ? whenFalse : whenTrue;
    if (whenTrue === whenFalse) return whenTrue;
    if (condition.op === "not") return this.select(condition.of, whenFalse, whenTrue);
    const low = Math.min(whenTrue.low, whenFalse.low);
    const high = Math.max(whenTrue.high, whenFalse.high);
    if (low === 0 && high === 1) {
      if (whenTrue === this.one) return this.or(condition, whenFalse);
      if (whenTrue === this.zero) return this.and(this.not(condition), whenFalse);
      if (whenFalse === this.zero) return this.and(condition, whenTrue);
      if (whenFalse === this.one) return this.or(this.not(condition), whenTrue);
    }
    if (whenFalse.op === "select" && whenFalse.condition === condition) {
      return this.select(condition, whenTrue, whenFalse.whenFalse);
    }
    if (whenTrue.op === "select" && whenTrue.condition === condition) {
      return this.select(condition, whenTrue.whenTrue, whenFalse);
    }
    return this.#node(`select ${condition.id} ${whenTrue.id} ${whenFalse.id}`, {
      op: "select",
      condition,
      whenTrue,
      whenFalse,
      low,
      high,
    });
  }

  /** Item number `index` of `values`; the index must be known to lie inside. */
  table(index: Code, values: readonly number[]): Code {
    if (index.op === "constant") return this.constant(values[index.value] ?? 0);
    if (index.op === "table") {
      return this.table(
        index.index,
        index.values.map((value) => values[value] ?? 0),
      );
    }
    if (index.op === "select") {
      const whenTrue = this.table(index.whenTrue, values);
      return this.select(index.condition, whenTrue, this.table(index.whenFalse, values));
    }
    const reachable = values.slice(index.low, index.high + 1);
    const [first = 0] = reachable;
    if (reachable.every((value) => value === first)) return this.constant(first);
    if (reachable.every((value, place) => value === first + place)) {
      return this.add(index, this.constant(first - index.low));
    }
    const ones = reachable.flatMap((value, place) => (value === 1 ? [place + index.low] : []));
    const zeros = reachable.flatMap((value, place) => (value === 0 ? [place + index.low] : []));
    if (ones.length + zeros.length === reachable.length) {
      const [one] = ones;
      const [zero] = zeros;
      if (one !== undefined && ones.length === 1) return this.equal(index, this.constant(one));
      if (zero !== undefined && zeros.length === 1) {
        return this.not(this.equal(index, this.constant(zero)));
      }
    }
    return this.#node(`table ${index.id} ${values.join()}`, {
      op: "table",
      index,
      values,
      low: Math.min(...reachable),
      high: Math.max(...reachable),
    });
  }

  #mapTable(code: Code & { op: "table" }, change: (value: number) => number): Code {
    return this.table(code.index, code.values.map(change));
  }

  /** The item `index` of items of `width` bits, each with `size` values, packed into `of`. */
  extract(of: Code, index: Code, width: number, size: number): Code {
    if (index.op === "constant") {
      const shift = index.value * width;
      if (of.op === "constant") return this.constant((of.value >>> shift) & lowBits(width));
      if (of.op === "field") {
        const { name, word } = of.field;
        return this.field({
          name: `${name}[${index.value}]`,
          word,
          shift: of.field.shift + shift,
          width,
          size,
        });
      }
      if (of.op === "insert" && of.width === width) {
        const below = this.extract(of.of, index, width, size);
        return this.select(this.equal(of.index, index), of.value, below);
      }
    }
    return this.#node(`extract ${of.id} ${index.id} ${width} ${size}`, {
      op: "extract",
      of,
      index,
      width,
      size,
      low: 0,
      high: size - 1,
    });
  }

  insert(of: Code, index: Code, width: number, value: Code): Code {
    return this.#node(`insert ${of.id} ${index.id} ${width} ${value.id}`, {
      op: "insert",
      of,
      index,
      width,
      value,
      low: of.low,
      high: of.high,
    });
  }

  #binary(op: CodeOperator, left: Code, right: Code, low: number, high: number): Code {
    return this.#node(`${op} ${left.id} ${right.id}`, { op, left, right, low, high });
  }
}

/** Whether it is seen at once that `right` holds wherever `left` does. */
function implies(left: Code, right: Code): boolean {
  if (left === right) return true;
  if (left.op === "and") return implies(left.left, right) || implies(left.right, right);
  return right.op === "not" && excludes(left, right.of);
}

/** Whether it is seen at once that not both hold: they want one thing to be two constants. */
function excludes(left: Code, right: Code): boolean {
  return (
    left.op === "equal" &&
    right.op === "equal" &&
    left.left === right.left &&
    left.right.op === "constant" &&
    right.right.op === "constant" &&
    left.right !== right.right
  );
}
