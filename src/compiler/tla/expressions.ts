import type { Place } from "../../base/diagnostic/diagnostic.js";
import { isCheck } from "../ir/explicit-checks.js";
import type { Expression } from "../ir/expression.js";
import { type Alternatives, asCase, printCase, printIf } from "./alternatives.js";
import {
  asInfix,
  exceptions,
  flat,
  indexSet,
  isEquation,
  isNegation,
  PRECEDENCE,
  pathText,
  printFlat,
} from "./flat.js";
import { append, at, type Block, fits, hang, line } from "./lines.js";
import type { Names } from "./names.js";
import { isJunction, type Junction, readJunction } from "./readings.js";

/** What the printer needs to know beside the expression. */
export interface Printing {
  readonly names: Names;
  readonly places: ReadonlyMap<object, Place>;
  /** The bodies of the operators. */
  readonly bodies: ReadonlyMap<string, Expression>;
  /** What the names stand for that a `LET` of the step has bound so far. */
  readonly bound: ReadonlyMap<string, Expression>;
}

/** The printing where `name` is bound to `value`. */
export function binding(printing: Printing, name: string, value: Expression): Printing {
  return { ...printing, bound: new Map([...printing.bound, [name, value]]) };
}

/**
 * The expression in as many lines as it takes to keep to `width` columns. It stands where TLA+ lets
 * an expression reach as far to the right as it can: after `==`, in a list, between brackets.
 */
export function printExpression(expression: Expression, width: number, printing: Printing): Block {
  const oneLine = flat(expression, printing.names);
  const place = printing.places.get(expression);
  if (fits(oneLine, width) && !wantsLines(expression)) return [line(oneLine, place)];
  return at(place, printBroken(expression, width, printing));
}

/** A chain of alternatives reads better as a table, even where it would fit on one line. */
function wantsLines(expression: Expression): boolean {
  return expression.kind === "if" && expression.whenFalse.kind === "if";
}

/**
 * The expression as an operand: in parentheses if it binds less tightly than `level`. Inside of
 * them a list of conjuncts may stand without taking in what follows.
 */
export function printOperand(
  expression: Expression,
  level: number,
  width: number,
  printing: Printing,
): Block {
  if (printFlat(expression, printing.names).level >= level) {
    return printExpression(expression, width, printing);
  }
  return hang("(", append(printExpression(expression, width - 2, printing), ")"));
}

function printBroken(expression: Expression, width: number, printing: Printing): Block {
  const { names } = printing;
  switch (expression.kind) {
    case "binary":
      return isJunction(expression)
        ? printJunction(expression, width, printing)
        : printOperation(expression, width, printing);
    case "not":
      return hang("~(", append(printExpression(expression.of, width - 3, printing), ")"));
    case "field":
      return append(
        printOperand(expression.of, PRECEDENCE.atom, width, printing),
        `.${expression.name}`,
      );
    case "if":
      return printAlternatives(expression, width, printing);
    case "let":
      return isCheck(expression)
        ? printCall("After", [expression.value, expression.body], width, printing)
        : printLet(expression, width, printing);
    case "record": {
      const entries = expression.fields.map(({ name, value }) => {
        const head = `${name} |-> `;
        return hang(head, printExpression(value, width - head.length - 4, printing));
      });
      return enclose("[ ", entries, " ]");
    }
    case "array": {
      const entries = expression.items.map((item, index) => {
        const head = `${index} :> `;
        return hang(head, printOperand(item, PRECEDENCE.atom, width - head.length - 5, printing));
      });
      return enclose("( ", entries, " )", " @@");
    }
    case "with":
      return printChanges(expression, width, printing);
    case "generate": {
      const head = `[${names.local(expression.index)} \\in ${indexSet(expression.length, names)} |->`;
      return [
        line(head),
        ...append(hang("   ", printExpression(expression.item, width - 4, printing)), "]"),
      ];
    }
    case "quantifier":
      return printQuantifier(expression, width, printing);
    case "call":
      return printCall(names.operator(expression.operator), expression.args, width, printing);
    default:
      return [line(flat(expression, names))];
  }
}

/** The entries one below the other, `open` before the first and `close` after the last. */
function enclose(open: string, entries: readonly Block[], close: string, between = ","): Block {
  const indent = " ".repeat(open.length);
  return entries.flatMap((entry, index) =>
    hang(
      index === 0 ? open : indent,
      append(entry, index === entries.length - 1 ? close : between),
    ),
  );
}

/** `[base EXCEPT …]`, each change on a line of its own; a single one goes on below its path. */
function printChanges(
  expression: Extract<Expression, { kind: "with" }>,
  width: number,
  printing: Printing,
): Block {
  const { of, changes } = exceptions(expression);
  const base = append(hang("[", printOperand(of, PRECEDENCE.atom, width - 8, printing)), " EXCEPT");
  const [first, ...others] = changes;
  if (first !== undefined && others.length === 0) {
    const head = append(base, ` ${pathText(first.path, printing.names)} =`);
    const value = printExpression(first.value, width - 4, printing);
    if (fits(head.at(-1)?.text ?? "", width)) return [...head, ...hang("   ", append(value, "]"))];
  }
  const entries = changes.map(({ path, value }) => {
    const head = `${pathText(path, printing.names)} = `;
    return hang(head, printExpression(value, width - head.length - 4, printing));
  });
  return [...base, ...hang("   ", enclose("", entries, "]"))];
}

function printCall(
  name: string,
  args: readonly Expression[],
  width: number,
  printing: Printing,
): Block {
  if (args.length === 0) return [line(name)];
  const head = `${name}(`;
  const entries = args.map((arg) => printExpression(arg, width - head.length - 1, printing));
  return enclose(head, entries, ")");
}

function printJunction(expression: Junction, width: number, printing: Printing): Block {
  const reading = readJunction(expression);
  switch (reading.kind) {
    case "membership":
      return [line(flat(expression, printing.names))];
    case "implication":
      return printImplication(reading.premise, reading.conclusion, width, printing);
    case "denial":
      return hang("~(", append(printExpression(reading.of, width - 3, printing), ")"));
    case "junction":
      return reading.parts.flatMap((part) =>
        hang(`${reading.symbol} `, printExpression(part, width - 3, printing)),
      );
  }
}

/** `premise =>` and the conclusion below it. */
export function printImplication(
  premise: Expression,
  conclusion: Expression,
  width: number,
  printing: Printing,
): Block {
  // The last line of a list of conjuncts would take in the arrow: it needs parentheses.
  const oneLine = flat(premise, printing.names);
  const isFlat =
    fits(oneLine, width - 3) && printFlat(premise, printing.names).level >= PRECEDENCE.junction;
  const left = isFlat
    ? [line(oneLine, printing.places.get(premise))]
    : hang("(", append(printExpression(premise, width - 5, printing), ")"));
  return [...append(left, " =>"), ...hang("  ", printExpression(conclusion, width - 2, printing))];
}

/** An operation over two lines, broken after its operator. */
function printOperation(
  expression: Exclude<Extract<Expression, { kind: "binary" }>, Junction>,
  width: number,
  printing: Printing,
): Block {
  const infix = asInfix(expression);
  if (infix === null) {
    const name = expression.operator === "least" ? "Min" : "Max";
    return printCall(name, [expression.left, expression.right], width, printing);
  }
  if (isNegation(expression)) {
    return hang("-", printOperand(expression.right, PRECEDENCE.atom, width - 1, printing));
  }
  const left = printOperand(infix.left, infix.leftLevel, width - 3, printing);
  const right = printOperand(infix.right, infix.rightLevel, width - 2, printing);
  return [...append(left, ` ${infix.symbol}`), ...hang("  ", right)];
}

function printQuantifier(
  expression: Extract<Expression, { kind: "quantifier" }>,
  width: number,
  printing: Printing,
): Block {
  const { names } = printing;
  const bound = `${names.local(expression.index)} \\in ${indexSet(expression.length, names)} :`;
  const body = printExpression(expression.body, width - 6, printing);
  if (expression.quantifier === "count") {
    return [line(`Cardinality({${bound}`), ...hang("    ", append(body, "})"))];
  }
  const symbol = expression.quantifier === "all" ? "\\A" : "\\E";
  return [line(`${symbol} ${bound}`), ...hang("  ", body)];
}

type Conditional = Extract<Expression, { kind: "if" }>;

/** The conditions and values of a chain of `if`s, and what is left at its end. */
function alternatives(expression: Expression): Alternatives {
  if (expression.kind !== "if") return { cases: [], otherwise: expression };
  const rest = alternatives(expression.whenFalse);
  return {
    cases: [{ condition: expression.condition, value: expression.whenTrue }, ...rest.cases],
    otherwise: rest.otherwise,
  };
}

function printAlternatives(expression: Conditional, width: number, printing: Printing): Block {
  const chain = alternatives(expression);
  const print = (part: Expression, room: number): Block => printExpression(part, room, printing);
  return asCase(chain)
    ? printCase(chain, width, printing.names, print)
    : printIf(chain, width, printing.names, print);
}

/** One `LET` for names that follow each other. */
function printLet(expression: Expression, width: number, printing: Printing): Block {
  const definitions: Block[] = [];
  let body = expression;
  while (body.kind === "let" && !isCheck(body)) {
    definitions.push(printDefinition(body.name, body.value, width - 4, printing));
    body = body.body;
  }
  return [
    ...definitions.flatMap((definition, index) => hang(index === 0 ? "LET " : "    ", definition)),
    ...hang("IN  ", printExpression(body, width - 4, printing)),
  ];
}

/** `name == value`. */
export function printDefinition(
  name: string,
  value: Expression,
  width: number,
  printing: Printing,
): Block {
  const head = `${printing.names.local(name)} == `;
  const room = width - head.length;
  // In parentheses `=` and `==` stand apart.
  return isEquation(value)
    ? hang(`${head}(`, append(printExpression(value, room - 2, printing), ")"))
    : hang(head, printExpression(value, room, printing));
}
