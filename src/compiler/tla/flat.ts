import { isCheck } from "../ir/explicit-checks.js";
import { type Expression, type PathStep, rootsAtConstant } from "../ir/expression.js";
import { type Names, NONE } from "./names.js";
import { isJunction, type Junction, readJunction } from "./readings.js";

/** How tightly an expression binds; higher binds tighter. "Specifying Systems", table 6. */
export const PRECEDENCE = {
  open: 0,
  implication: 1,
  junction: 3,
  not: 4,
  comparison: 5,
  set: 8,
  range: 9,
  plus: 10,
  minus: 11,
  negative: 12,
  product: 13,
  atom: 20,
} as const;

type Operation = Extract<Expression, { kind: "binary" }>;

const SYMBOLS: Readonly<
  Record<
    Exclude<Operation["operator"], "and" | "or" | "least" | "greatest">,
    { readonly symbol: string; readonly level: number }
  >
> = {
  equal: { symbol: "=", level: PRECEDENCE.comparison },
  unequal: { symbol: "#", level: PRECEDENCE.comparison },
  less: { symbol: "<", level: PRECEDENCE.comparison },
  atMost: { symbol: "<=", level: PRECEDENCE.comparison },
  plus: { symbol: "+", level: PRECEDENCE.plus },
  minus: { symbol: "-", level: PRECEDENCE.minus },
  times: { symbol: "*", level: PRECEDENCE.product },
};

/** Text, and how tightly its outermost operator binds. */
export interface Printed {
  readonly text: string;
  readonly level: number;
}

function atom(text: string): Printed {
  return { text, level: PRECEDENCE.atom };
}

/** The expression on one line. */
export function flat(expression: Expression, names: Names): string {
  return printFlat(expression, names).text;
}

/** The expression on one line, in parentheses unless it is the tightest there is. */
export function flatAtom(expression: Expression, names: Names): string {
  return flatOperand(expression, names, PRECEDENCE.atom);
}

/** The expression on one line, in parentheses if it binds less tightly than `level`. */
export function flatOperand(expression: Expression, names: Names, level: number): string {
  const printed = printFlat(expression, names);
  return printed.level < level ? `(${printed.text})` : printed.text;
}

/** The expression on one line, with its level. */
export function printFlat(expression: Expression, names: Names): Printed {
  switch (expression.kind) {
    case "literal":
      return printLiteral(expression.value);
    case "constant":
      return atom(names.constant(expression.name));
    case "variable":
      return atom(names.variable(expression.name));
    case "local":
      return atom(names.local(expression.name));
    case "field":
      return atom(`${flatAtom(expression.of, names)}.${expression.name}`);
    case "item":
      return atom(`${flatAtom(expression.of, names)}[${itemIndex(expression, names)}]`);
    case "length":
      return atom(
        rootsAtConstant(expression.of)
          ? `Len(${flat(expression.of, names)})`
          : `Cardinality(DOMAIN ${flatAtom(expression.of, names)})`,
      );
    case "maximum":
      return atom(`Maximum(${flat(expression.of, names)})`);
    case "not":
      return { text: `~${flatAtom(expression.of, names)}`, level: PRECEDENCE.not };
    case "binary":
      return isJunction(expression)
        ? printJunction(expression, names)
        : printBinary(expression, names);
    case "if":
      return {
        text: `IF ${flat(expression.condition, names)} THEN ${flat(expression.whenTrue, names)} ELSE ${flat(expression.whenFalse, names)}`,
        level: PRECEDENCE.open,
      };
    case "let":
      if (isCheck(expression)) {
        return atom(`After(${flat(expression.value, names)}, ${flat(expression.body, names)})`);
      }
      return {
        text: `LET ${flatDefinition(expression.name, expression.value, names)} IN ${flat(expression.body, names)}`,
        level: PRECEDENCE.open,
      };
    case "record":
      return atom(
        `[${expression.fields.map((field) => `${field.name} |-> ${flat(field.value, names)}`).join(", ")}]`,
      );
    case "array":
      return printArray(expression.items, names);
    case "with": {
      const { of, changes } = exceptions(expression);
      const clauses = changes.map(
        ({ path, value }) => `${pathText(path, names)} = ${flat(value, names)}`,
      );
      return atom(`[${flat(of, names)} EXCEPT ${clauses.join(", ")}]`);
    }
    case "generate":
      return atom(
        `[${names.local(expression.index)} \\in ${indexSet(expression.length, names)} |-> ${flat(expression.item, names)}]`,
      );
    case "quantifier":
      return printQuantifier(expression, names);
    case "call":
      return atom(
        expression.args.length === 0
          ? names.operator(expression.operator)
          : `${names.operator(expression.operator)}(${expression.args.map((arg) => flat(arg, names)).join(", ")})`,
      );
  }
}

function printLiteral(value: boolean | number | string | null): Printed {
  if (value === null) return atom(NONE);
  if (typeof value === "boolean") return atom(value ? "TRUE" : "FALSE");
  if (typeof value === "string") return atom(JSON.stringify(value));
  return value < 0 ? { text: String(value), level: PRECEDENCE.negative } : atom(String(value));
}

/** `name == value`; an equation in parentheses, so that `=` and `==` stand apart. */
export function flatDefinition(name: string, value: Expression, names: Names): string {
  const text = flat(value, names);
  return `${names.local(name)} == ${isEquation(value) ? `(${text})` : text}`;
}

export function isEquation(expression: Expression): boolean {
  return expression.kind === "binary" && expression.operator === "equal";
}

/** An array among the constants counts from 1 in TLA+, all others are functions that count from 0. */
function itemIndex({ of, index }: Extract<Expression, { kind: "item" }>, names: Names): string {
  if (!rootsAtConstant(of)) return flat(index, names);
  if (index.kind === "literal" && typeof index.value === "number") return String(index.value + 1);
  return `${flatOperand(index, names, PRECEDENCE.plus)} + 1`;
}

/** `0 .. n - 1`, or the domain of the array whose length it is. */
export function indexSet(length: Expression, names: Names): string {
  if (length.kind === "length" && !rootsAtConstant(length.of)) {
    return `DOMAIN ${flatAtom(length.of, names)}`;
  }
  if (length.kind === "literal" && typeof length.value === "number") {
    return `0 .. ${length.value - 1}`;
  }
  return `0 .. ${flatOperand(length, names, PRECEDENCE.minus)} - 1`;
}

function printJunction(expression: Junction, names: Names): Printed {
  const reading = readJunction(expression);
  switch (reading.kind) {
    case "membership": {
      const subject = flatOperand(reading.subject, names, PRECEDENCE.set);
      const values = reading.values.map((value) => flat(value, names)).join(", ");
      return { text: `${subject} ${reading.symbol} {${values}}`, level: PRECEDENCE.comparison };
    }
    case "implication": {
      const premise = flatOperand(reading.premise, names, PRECEDENCE.junction);
      const conclusion = printFlat(reading.conclusion, names);
      // What reaches to the right as far as it can needs no parentheses at the right end.
      const isClear =
        conclusion.level === PRECEDENCE.open || conclusion.level >= PRECEDENCE.junction;
      const text = isClear ? conclusion.text : `(${conclusion.text})`;
      return { text: `${premise} => ${text}`, level: PRECEDENCE.implication };
    }
    case "denial":
      return { text: `~(${flat(reading.of, names)})`, level: PRECEDENCE.not };
    case "junction": {
      const parts = reading.parts.map((part) => flatOperand(part, names, PRECEDENCE.junction + 1));
      return { text: parts.join(` ${reading.symbol} `), level: PRECEDENCE.junction };
    }
  }
}

/** An operation as infix, and the levels that its operands need. */
export interface Infix {
  readonly left: Expression;
  readonly symbol: string;
  readonly right: Expression;
  readonly level: number;
  readonly leftLevel: number;
  readonly rightLevel: number;
}

/** How `expression` is written with an infix operator; null for `Min` and `Max`. */
export function asInfix(expression: Exclude<Operation, Junction>): Infix | null {
  const { operator, left, right } = expression;
  if (operator === "least" || operator === "greatest" || operator === "and" || operator === "or") {
    return null;
  }
  const { symbol, level } = SYMBOLS[operator];
  const above = level + 1;
  // The user writes `n > 0` and not `0 < n`.
  if ((operator === "less" || operator === "atMost") && left.kind === "literal") {
    const flipped = operator === "less" ? ">" : ">=";
    return {
      left: right,
      symbol: flipped,
      right: left,
      level,
      leftLevel: above,
      rightLevel: above,
    };
  }
  // A sum goes on to the left (a - b + c), a comparison on neither side.
  const leftLevel =
    level === PRECEDENCE.comparison ? above : level === PRECEDENCE.minus ? PRECEDENCE.plus : level;
  return { left, symbol, right, level, leftLevel, rightLevel: above };
}

function printBinary(expression: Exclude<Operation, Junction>, names: Names): Printed {
  const infix = asInfix(expression);
  if (infix === null) {
    const name = expression.operator === "least" ? "Min" : "Max";
    return atom(`${name}(${flat(expression.left, names)}, ${flat(expression.right, names)})`);
  }
  if (isNegation(expression)) {
    return { text: `-${flatAtom(expression.right, names)}`, level: PRECEDENCE.negative };
  }
  const left = flatOperand(infix.left, names, infix.leftLevel);
  const right = flatOperand(infix.right, names, infix.rightLevel);
  // `a - b + c` is (a - b) + c although minus binds tighter: its level is that of the sum.
  const level = infix.level === PRECEDENCE.minus ? PRECEDENCE.plus : infix.level;
  return { text: `${left} ${infix.symbol} ${right}`, level };
}

/** `0 - n`, which is written `-n`. */
export function isNegation({ operator, left }: Operation): boolean {
  return operator === "minus" && left.kind === "literal" && left.value === 0;
}

function printArray(items: readonly Expression[], names: Names): Printed {
  if (items.length === 0) return atom("<<>>");
  const pairs = items.map((item, index) => `${index} :> ${flatAtom(item, names)}`);
  return atom(`(${pairs.join(" @@ ")})`);
}

/** One `!path = value` of an `EXCEPT`. */
export interface Exception {
  readonly path: readonly PathStep[];
  readonly value: Expression;
}

/** The value that is changed, and all its changes in their order. */
export function exceptions(expression: Expression): {
  readonly of: Expression;
  readonly changes: readonly Exception[];
} {
  if (expression.kind !== "with") return { of: expression, changes: [] };
  const { of, changes } = exceptions(expression.of);
  return { of, changes: [...changes, { path: expression.path, value: expression.value }] };
}

/** `![h][s]`, `!.field`: where an EXCEPT replaces. */
export function pathText(path: readonly PathStep[], names: Names): string {
  const steps = path.map((step) =>
    step.kind === "field" ? `.${step.name}` : `[${flat(step.index, names)}]`,
  );
  return `!${steps.join("")}`;
}

function printQuantifier(
  expression: Extract<Expression, { kind: "quantifier" }>,
  names: Names,
): Printed {
  const bound = `${names.local(expression.index)} \\in ${indexSet(expression.length, names)}`;
  const body = flat(expression.body, names);
  switch (expression.quantifier) {
    case "all":
      return { text: `\\A ${bound} : ${body}`, level: PRECEDENCE.open };
    case "some":
      return { text: `\\E ${bound} : ${body}`, level: PRECEDENCE.open };
    case "count":
      return atom(`Cardinality({${bound} : ${body}})`);
  }
}
