import { type BitField, lowBits, maskOf } from "./bit-field.js";
import { type Code, isTruth, operandsOf } from "./code.js";

/** How tightly the operators of JavaScript bind; what binds less tightly needs parentheses. */
const LEVEL = {
  atom: 20,
  times: 13,
  plus: 12,
  shift: 11,
  less: 10,
  equal: 9,
  bitAnd: 8,
  bitOr: 6,
  and: 5,
  or: 4,
  choice: 3,
} as const;

interface Text {
  readonly text: string;
  readonly level: number;
}

/** A number as it reads best: bits in hexadecimal, small numbers in decimal. */
export function bitsText(bits: number): string {
  if (bits >= 0 && bits < 10) return String(bits);
  if (bits < 0 && ~bits < 2 ** 31) return `~0x${(~bits >>> 0).toString(16)}`;
  return `0x${bits.toString(16)}`;
}

/** The name of word number `index` of the state before the step. */
export function wordName(index: number): string {
  return `w${index}`;
}

/** A test of some bits of one word: `(word & mask) === bits`. */
interface BitTest {
  readonly word: number;
  readonly mask: number;
  readonly bits: number;
}

/** Tables of constants, shared by all code of a module. */
export class Tables {
  readonly #names = new Map<string, string>();

  nameOf(values: readonly number[]): string {
    const key = values.join(", ");
    const known = this.#names.get(key);
    if (known !== undefined) return known;
    const name = `TABLE_${this.#names.size + 1}`;
    this.#names.set(key, name);
    return name;
  }

  /** The definitions of all tables, one line each. */
  get lines(): readonly string[] {
    return [...this.#names].map(([values, name]) => `const ${name} = Int32Array.of(${values});`);
  }
}

/** Prints code as JavaScript, where some nodes have names already. */
export class CodeText {
  constructor(
    private readonly tables: Tables,
    private readonly names: ReadonlyMap<Code, string>,
  ) {}

  /** A number. */
  number(code: Code, level: number = LEVEL.choice): string {
    return parenthesised(this.#number(code), level);
  }

  /** A condition: true or false in JavaScript. */
  condition(code: Code, level: number = LEVEL.choice): string {
    return parenthesised(this.#condition(code), level);
  }

  /** The opposite of the condition. */
  negated(code: Code): string {
    return this.#negation(code).text;
  }

  /** The number, shifted to where `field` has its bits. */
  placed(code: Code, field: BitField): string {
    const { shift } = field;
    if (code.op === "constant") return bitsText(code.value << shift);
    if (code.op === "select" && !this.names.has(code)) {
      const whenTrue = this.placed(code.whenTrue, field);
      return `(${this.condition(code.condition, LEVEL.or)} ? ${whenTrue} : ${this.placed(code.whenFalse, field)})`;
    }
    if (code.op === "field" && code.field.word === field.word && code.field.shift === shift) {
      return `(${wordName(field.word)} & ${bitsText(maskOf(code.field))})`;
    }
    if (isTruth(code) && code.op !== "field" && code.op !== "extract") {
      return `(${this.condition(code, LEVEL.or)} ? ${bitsText(1 << shift)} : 0)`;
    }
    if (shift === 0) return this.number(code, LEVEL.bitAnd);
    return `(${this.number(code, LEVEL.shift)} << ${shift})`;
  }

  #number(code: Code): Text {
    const name = this.names.get(code);
    if (name !== undefined) {
      return isBooleanInText(code)
        ? { text: `${name} ? 1 : 0`, level: LEVEL.choice }
        : { text: name, level: LEVEL.atom };
    }
    switch (code.op) {
      case "constant":
        return { text: String(code.value), level: code.value < 0 ? LEVEL.times : LEVEL.atom };
      case "field": {
        const { word, shift, width } = code.field;
        const shifted = shift === 0 ? wordName(word) : `${wordName(word)} >>> ${shift}`;
        if (shift + width >= 32) return { text: shifted, level: LEVEL.shift };
        return { text: `${shifted} & ${bitsText(lowBits(width))}`, level: LEVEL.bitAnd };
      }
      case "add":
        if (code.right.op === "constant" && code.right.value < 0) {
          const text = `${this.number(code.left, LEVEL.plus)} - ${-code.right.value}`;
          return { text, level: LEVEL.plus };
        }
        return this.#infix(code.left, "+", code.right, LEVEL.plus);
      case "subtract":
        return this.#infix(code.left, "-", code.right, LEVEL.plus);
      case "multiply":
        return this.#infix(code.left, "*", code.right, LEVEL.times);
      case "least":
        return this.#function("Math.min", [code.left, code.right]);
      case "greatest":
        return this.#function("Math.max", [code.left, code.right]);
      case "table":
        if (isTruth(code)) break;
        return {
          text: `${this.tables.nameOf(code.values)}[${this.number(code.index)}]`,
          level: LEVEL.atom,
        };
      case "extract": {
        const shift = this.#itemShift(code.index, code.width);
        const text = `${this.number(code.of, LEVEL.shift)} >>> ${shift} & ${bitsText(lowBits(code.width))}`;
        return { text, level: LEVEL.bitAnd };
      }
      case "insert": {
        const shift = this.#itemShift(code.index, code.width);
        const kept = `${this.number(code.of, LEVEL.bitAnd)} & ~(${bitsText(lowBits(code.width))} << ${shift})`;
        const text = `${kept} | ${this.number(code.value, LEVEL.shift + 1)} << ${shift}`;
        return { text, level: LEVEL.bitOr };
      }
      case "select":
        if (isTruth(code)) break;
        return {
          text: `${this.condition(code.condition, LEVEL.or)} ? ${this.number(code.whenTrue, LEVEL.or)} : ${this.number(code.whenFalse)}`,
          level: LEVEL.choice,
        };
    }
    return { text: `${this.condition(code, LEVEL.or)} ? 1 : 0`, level: LEVEL.choice };
  }

  #infix(left: Code, operator: string, right: Code, level: number): Text {
    const text = `${this.number(left, level)} ${operator} ${this.number(right, level + 1)}`;
    return { text, level };
  }

  #function(name: string, args: readonly Code[]): Text {
    return {
      text: `${name}(${args.map((arg) => this.number(arg)).join(", ")})`,
      level: LEVEL.atom,
    };
  }

  #itemShift(index: Code, width: number): string {
    return width === 1
      ? this.number(index, LEVEL.shift + 1)
      : `${this.number(index, LEVEL.times)} * ${width}`;
  }

  #condition(code: Code): Text {
    const name = this.names.get(code);
    if (name !== undefined) {
      return isBooleanInText(code)
        ? { text: name, level: LEVEL.atom }
        : { text: `${name} !== 0`, level: LEVEL.equal };
    }
    const test = this.#bitTest(code);
    if (test !== null) return testText(test, "===");
    switch (code.op) {
      case "constant":
        return { text: code.value === 0 ? "false" : "true", level: LEVEL.atom };
      case "equal":
        return this.#comparison(code.left, "===", code.right, LEVEL.equal);
      case "less":
        return this.#comparison(code.left, "<", code.right, LEVEL.less);
      case "and":
        return this.#conjunction(code);
      case "not":
        return this.#negation(code.of);
      case "select":
        return {
          text: `${this.condition(code.condition, LEVEL.or)} ? ${this.condition(code.whenTrue, LEVEL.or)} : ${this.condition(code.whenFalse)}`,
          level: LEVEL.choice,
        };
      case "table":
        if (code.values.length <= 32) {
          const bits = code.values.reduce((all, value, place) => all | (value << place), 0);
          const text = `(${bitsText(bits)} >>> ${this.number(code.index, LEVEL.shift + 1)} & 1) !== 0`;
          return { text, level: LEVEL.equal };
        }
        return {
          text: `${this.tables.nameOf(code.values)}[${this.number(code.index)}] !== 0`,
          level: LEVEL.equal,
        };
      default:
        return { text: `${this.number(code, LEVEL.less)} !== 0`, level: LEVEL.equal };
    }
  }

  #comparison(left: Code, operator: string, right: Code, level: number): Text {
    const text = `${this.number(left, level + 1)} ${operator} ${this.number(right, level + 1)}`;
    return { text, level };
  }

  #negation(of: Code): Text {
    const name = this.names.get(of);
    if (name !== undefined) return { text: `!${name}`, level: LEVEL.times };
    const test = this.#bitTest(of);
    if (test !== null) return testText(test, "!==");
    switch (of.op) {
      case "constant":
        return { text: of.value === 0 ? "true" : "false", level: LEVEL.atom };
      case "equal":
        return this.#comparison(of.left, "!==", of.right, LEVEL.equal);
      case "less":
        return this.#comparison(of.right, "<=", of.left, LEVEL.less);
      case "and": {
        const { tests, others } = this.#conjuncts(of);
        const parts = [
          ...tests.map((one) => parenthesised(testText(one, "!=="), LEVEL.and)),
          ...others.map((other) => parenthesised(this.#negation(other), LEVEL.and)),
        ];
        return { text: parts.join(" || "), level: parts.length === 1 ? LEVEL.and : LEVEL.or };
      }
      case "not":
        return this.#condition(of.of);
      default:
        return { text: `!(${this.condition(of)})`, level: LEVEL.times };
    }
  }

  #conjunction(code: Code): Text {
    const { tests, others } = this.#conjuncts(code);
    const parts = [
      ...tests.map((test) => parenthesised(testText(test, "==="), LEVEL.equal)),
      ...others.map((other) => this.condition(other, LEVEL.equal)),
    ];
    return { text: parts.join(" && "), level: parts.length === 1 ? LEVEL.equal : LEVEL.and };
  }

  /** What is joined by `and`, with all tests of bits of one word made one test. */
  #conjuncts(code: Code): { readonly tests: readonly BitTest[]; readonly others: readonly Code[] } {
    const tests = new Map<number, BitTest>();
    const others: Code[] = [];
    const add = (part: Code): void => {
      if (part.op === "and" && !this.names.has(part)) {
        for (const operand of operandsOf(part)) add(operand);
        return;
      }
      const test = this.names.has(part) ? null : this.#bitTest(part);
      const known = test === null ? undefined : tests.get(test.word);
      if (test === null || (known !== undefined && contradict(known, test))) others.push(part);
      else if (known === undefined) tests.set(test.word, test);
      else {
        const { word } = test;
        tests.set(word, { word, mask: known.mask | test.mask, bits: known.bits | test.bits });
      }
    };
    add(code);
    return { tests: [...tests.values()], others };
  }

  #bitTest(code: Code): BitTest | null {
    if (code.op === "not") {
      const { of } = code;
      if (of.op !== "field" || !isTruth(of)) return null;
      return { word: of.field.word, mask: maskOf(of.field), bits: 0 };
    }
    if (code.op === "field" && isTruth(code)) {
      return { word: code.field.word, mask: maskOf(code.field), bits: 1 << code.field.shift };
    }
    if (code.op !== "equal" || code.left.op !== "field" || code.right.op !== "constant")
      return null;
    const { field } = code.left;
    if (this.names.has(code.left)) return null;
    return { word: field.word, mask: maskOf(field), bits: code.right.value << field.shift };
  }
}

/** Whether the tests want the same bits to be different. */
function contradict(one: BitTest, other: BitTest): boolean {
  return ((one.bits ^ other.bits) & one.mask & other.mask) !== 0;
}

function testText({ word, mask, bits }: BitTest, operator: "===" | "!=="): Text {
  const left = `(${wordName(word)} & ${bitsText(mask)})`;
  // Of a single bit: compare with 0, as the user would.
  const isBit = (mask & (mask - 1)) === 0 && bits !== 0;
  const text = isBit
    ? `${left} ${operator === "===" ? "!==" : "==="} 0`
    : `${left} ${operator} ${bitsText(bits)}`;
  return { text, level: LEVEL.equal };
}

function parenthesised({ text, level }: Text, least: number): string {
  return level < least ? `(${text})` : text;
}

/** Whether a name for this node holds a boolean and not a number. */
export function isBooleanInText(code: Code): boolean {
  return isTruth(code) && code.op !== "field" && code.op !== "extract" && code.op !== "insert";
}
