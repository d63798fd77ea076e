import { sameExpression } from "../ir/equality.js";
import { type BinaryOperator, type Expression, operands, type PathStep } from "../ir/expression.js";
import { type Names, NONE } from "./names.js";

/** How tightly an expression binds; higher binds tighter. Specifying Systems, table 6. */
const PRECEDENCE = {
  open: 0,
  junction: 3,
  not: 4,
  comparison: 5,
  union: 8,
  range: 9,
  sum: 10,
  product: 13,
  atom: 20,
};

const BINARY: Readonly<
  Record<
    Exclude<BinaryOperator, "least" | "greatest">,
    { readonly symbol: string; readonly level: number }
  >
> = {
  and: { symbol: "/\\", level: PRECEDENCE.junction },
  or: { symbol: "\\/", level: PRECEDENCE.junction },
  equal: { symbol: "=", level: PRECEDENCE.comparison },
  unequal: { symbol: "#", level: PRECEDENCE.comparison },
  less: { symbol: "<", level: PRECEDENCE.comparison },
  atMost: { symbol: "<=", level: PRECEDENCE.comparison },
  plus: { symbol: "+", level: PRECEDENCE.sum },
  minus: { symbol: "-", level: PRECEDENCE.sum },
  times: { symbol: "*", level: PRECEDENCE.product },
};

interface Printed {
  readonly text: string;
  readonly level: number;
}

function atom(text: string): Printed {
  return { text, level: PRECEDENCE.atom };
}

/** The expression on one line. */
export function flat(expression: Expression, names: Names): string {
  return print(expression, names).text;
}

/** The expression on one line, in parentheses unless nothing around it can take a part of it. */
export function flatOperand(expression: Expression, names: Names): string {
  return operand(expression, names, PRECEDENCE.atom);
}

/** The expression on one line, in parentheses if it binds less tightly than `level`. */
function operand(expression: Expression, names: Names, level: number): string {
  const printed = print(expression, names);
  return printed.level < level ? `(${printed.text})` : printed.text;
}

function print(expression: Expression, names: Names): Printed {
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
      return atom(`${flatOperand(expression.of, names)}.${expression.name}`);
    case "item":
      return atom(
        `${flatOperand(expression.of, names)}[${itemIndex(expression.of, expression.index, names)}]`,
      );
    case "length":
      return atom(
        expression.of.kind === "constant"
          ? `Len(${flat(expression.of, names)})`
          : `Cardinality(DOMAIN ${flatOperand(expression.of, names)})`,
      );
    case "maximum":
      return atom(`Maximum(${flat(expression.of, names)})`);
    case "not":
      return { text: `~${operand(expression.of, names, PRECEDENCE.atom)}`, level: PRECEDENCE.not };
    case "binary":
      return printBinary(expression, names);
    case "if":
      return {
        text: `IF ${flat(expression.condition, names)} THEN ${flat(expression.whenTrue, names)} ELSE ${flat(expression.whenFalse, names)}`,
        level: PRECEDENCE.open,
      };
    case "let":
      return {
        text: `LET ${names.local(expression.name)} == ${flat(expression.value, names)} IN ${flat(expression.body, names)}`,
        level: PRECEDENCE.open,
      };
    case "record":
      return atom(
        `[${expression.fields.map((field) => `${field.name} |-> ${flat(field.value, names)}`).join(", ")}]`,
      );
    case "array":
      return printArray(expression.items, names);
    case "with":
      return atom(
        `[${flat(expression.of, names)} EXCEPT ${printPath(expression.path, names)} = ${flat(expression.value, names)}]`,
      );
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
  return value < 0 ? { text: String(value), level: PRECEDENCE.product } : atom(String(value));
}

/** A constant sequence counts from 1 in TLA+, all other arrays are functions that count from 0. */
function itemIndex(of: Expression, index: Expression, names: Names): string {
  if (of.kind !== "constant") return flat(index, names);
  if (index.kind === "literal" && typeof index.value === "number") return String(index.value + 1);
  return `${operand(index, names, PRECEDENCE.sum)} + 1`;
}

/** `0 .. n - 1`, or the domain of the array whose length it is. */
export function indexSet(length: Expression, names: Names): string {
  if (length.kind === "length" && length.of.kind !== "constant") {
    return `DOMAIN ${flatOperand(length.of, names)}`;
  }
  if (length.kind === "literal" && typeof length.value === "number")
    return `0 .. ${length.value - 1}`;
  return `0 .. ${operand(length, names, PRECEDENCE.sum)} - 1`;
}

function printBinary(expression: Extract<Expression, { kind: "binary" }>, names: Names): Printed {
  const { operator, left, right } = expression;
  if (operator === "least" || operator === "greatest") {
    return atom(
      `${operator === "least" ? "Min" : "Max"}(${flat(left, names)}, ${flat(right, names)})`,
    );
  }
  const membership = asMembership(expression);
  if (membership !== null) {
    const subject = operand(membership.subject, names, PRECEDENCE.union);
    const set = membership.values.map((value) => flat(value, names)).join(", ");
    return { text: `${subject} ${membership.symbol} {${set}}`, level: PRECEDENCE.comparison };
  }
  // A person writes `n > 0` and not `0 < n`.
  if ((operator === "less" || operator === "atMost") && left.kind === "literal") {
    const flipped = operator === "less" ? ">" : ">=";
    const subject = operand(right, names, PRECEDENCE.comparison + 1);
    return { text: `${subject} ${flipped} ${flat(left, names)}`, level: PRECEDENCE.comparison };
  }
  const { symbol, level } = BINARY[operator];
  if (operator === "and" || operator === "or") {
    const parts = operands(operator, expression).map((part) => operand(part, names, level + 1));
    return { text: parts.join(` ${symbol} `), level };
  }
  // A sum may go on to the left (a - b + c), a comparison on neither side.
  const leftLevel = level === PRECEDENCE.comparison ? level + 1 : level;
  return {
    text: `${operand(left, names, leftLevel)} ${symbol} ${operand(right, names, level + 1)}`,
    level,
  };
}

/** `x = a \/ x = b` as `x \in {a, b}`, and `x # a /\ x # b` as `x \notin {a, b}`. */
export function asMembership(expression: Expression): {
  readonly subject: Expression;
  readonly values: readonly Expression[];
  readonly symbol: "\\in" | "\\notin";
} | null {
  if (expression.kind !== "binary") return null;
  const { operator } = expression;
  if (operator !== "and" && operator !== "or") return null;
  const parts = operands(operator, expression);
  const wanted = operator === "or" ? "equal" : "unequal";
  const [first] = parts;
  if (first?.kind !== "binary") return null;
  const values: Expression[] = [];
  for (const part of parts) {
    if (part.kind !== "binary" || part.operator !== wanted) return null;
    if (part.right.kind !== "literal" || !sameExpression(part.left, first.left)) return null;
    values.push(part.right);
  }
  return { subject: first.left, values, symbol: operator === "or" ? "\\in" : "\\notin" };
}

function printArray(items: readonly Expression[], names: Names): Printed {
  if (items.length === 0) return atom("<<>>");
  const pairs = items.map((item, index) => `${index} :> ${operand(item, names, PRECEDENCE.atom)}`);
  return atom(`(${pairs.join(" @@ ")})`);
}

/** `![h][s]`, `!.field`: where an EXCEPT replaces. */
export function printPath(path: readonly PathStep[], names: Names): string {
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
