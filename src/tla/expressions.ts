import type { Place } from "../fault/fault.js";
import { sameExpression } from "../ir/equality.js";
import { type Expression, operands } from "../ir/expression.js";
import { asMembership, flat, indexSet } from "./flat.js";
import { append, at, type Block, fits, hang, line } from "./lines.js";
import type { Names } from "./names.js";

/** What the printer needs to know beside the expression. */
export interface Printing {
  readonly names: Names;
  readonly places: ReadonlyMap<object, Place>;
}

/** The expression in as many lines as it takes to keep to `width` columns. */
export function printExpression(expression: Expression, width: number, printing: Printing): Block {
  const { names } = printing;
  const oneLine = flat(expression, names);
  const place = printing.places.get(expression);
  if (fits(oneLine, width) && !wantsLines(expression)) return [line(oneLine, place)];
  return at(place, printBroken(expression, width, printing));
}

/** A chain of alternatives reads better as a table, even where it would fit on one line. */
function wantsLines(expression: Expression): boolean {
  return expression.kind === "if" && expression.whenFalse.kind === "if";
}

function printBroken(expression: Expression, width: number, printing: Printing): Block {
  const { names } = printing;
  switch (expression.kind) {
    case "binary":
      if (
        (expression.operator === "and" || expression.operator === "or") &&
        asMembership(expression) === null
      ) {
        const bullet = expression.operator === "and" ? "/\\ " : "\\/ ";
        return operands(expression.operator, expression).flatMap((part) =>
          hang(bullet, printExpression(part, width - bullet.length, printing)),
        );
      }
      break;
    case "not":
      return hang("~(", append(printExpression(expression.of, width - 3, printing), ")"));
    case "if":
      return printAlternatives(expression, width, printing);
    case "let":
      return printLet(expression, width, printing);
    case "record":
      return [
        ...expression.fields.flatMap((field, index) => {
          const head = `${index === 0 ? "[ " : "  "}${field.name} |-> `;
          const value = printExpression(field.value, width - head.length - 1, printing);
          return hang(
            head,
            index < expression.fields.length - 1 ? append(value, ",") : append(value, " ]"),
          );
        }),
      ];
    case "generate": {
      const head = `[${names.local(expression.index)} \\in ${indexSet(expression.length, names)} |->`;
      return [
        line(head),
        ...append(hang("   ", printExpression(expression.item, width - 4, printing)), "]"),
      ];
    }
    case "quantifier": {
      if (expression.quantifier === "count") break;
      const symbol = expression.quantifier === "all" ? "\\A" : "\\E";
      const head = `${symbol} ${names.local(expression.index)} \\in ${indexSet(expression.length, names)} :`;
      return [line(head), ...hang("  ", printExpression(expression.body, width - 2, printing))];
    }
    case "call": {
      const head = `${names.operator(expression.operator)}(`;
      return expression.args.flatMap((arg, index) => {
        const printed = printExpression(arg, width - head.length - 1, printing);
        const ended = append(printed, index < expression.args.length - 1 ? "," : ")");
        return hang(index === 0 ? head : " ".repeat(head.length), ended);
      });
    }
  }
  return [line(flat(expression, names))];
}

type Conditional = Extract<Expression, { kind: "if" }>;

/** The conditions and values of a chain of `if`s, and what is left at its end. */
function alternatives(expression: Expression): {
  readonly cases: readonly { readonly condition: Expression; readonly value: Expression }[];
  readonly otherwise: Expression;
} {
  if (expression.kind !== "if") return { cases: [], otherwise: expression };
  const rest = alternatives(expression.whenFalse);
  return {
    cases: [{ condition: expression.condition, value: expression.whenTrue }, ...rest.cases],
    otherwise: rest.otherwise,
  };
}

/** What a condition compares with constants, if that is all it does: `x = "a"`, `x \in {…}`. */
function comparedSubject(condition: Expression): Expression | null {
  const membership = asMembership(condition);
  if (membership !== null) return membership.symbol === "\\in" ? membership.subject : null;
  const isEquality = condition.kind === "binary" && condition.operator === "equal";
  return isEquality && condition.right.kind === "literal" ? condition.left : null;
}

/** `IF … THEN … ELSE …` on lines of their own; a choice by one value as `CASE`. */
function printAlternatives(expression: Conditional, width: number, printing: Printing): Block {
  const { cases, otherwise } = alternatives(expression);
  const subject = comparedSubject(expression.condition);
  const isCase =
    cases.length > 1 &&
    subject !== null &&
    cases.every(({ condition }) => {
      const compared = comparedSubject(condition);
      return compared !== null && sameExpression(compared, subject);
    });
  if (isCase) {
    const rows = [
      ...cases.map(({ condition, value }) => [flat(condition, printing.names), value] as const),
      ["OTHER", otherwise] as const,
    ];
    return rows.flatMap(([condition, value], index) => {
      const head = `${index === 0 ? "CASE " : "  [] "}${condition} -> `;
      return hang(head, printExpression(value, width - head.length, printing));
    });
  }
  const ladder = printLadder(cases, otherwise, width, printing);
  if (ladder !== null) return ladder;
  return [
    ...hang("IF ", printExpression(expression.condition, width - 3, printing)),
    ...hang("THEN ", printExpression(expression.whenTrue, width - 5, printing)),
    ...hang("ELSE ", printExpression(expression.whenFalse, width - 5, printing)),
  ];
}

/** `IF … THEN …`, `ELSE IF … THEN …`, `ELSE …`, if each of them fits on a line. */
function printLadder(
  cases: ReturnType<typeof alternatives>["cases"],
  otherwise: Expression,
  width: number,
  printing: Printing,
): Block | null {
  if (cases.length < 2) return null;
  const { names } = printing;
  const rungs = cases.map(({ condition, value }, index) => {
    const nested = value.kind === "if" ? `(${flat(value, names)})` : flat(value, names);
    return `${index === 0 ? "" : "ELSE "}IF ${flat(condition, names)} THEN ${nested}`;
  });
  const all = [...rungs, `ELSE ${flat(otherwise, names)}`];
  return all.every((text) => fits(text, width)) ? all.map((text) => line(text)) : null;
}

/** One `LET` for names that follow each other. */
function printLet(expression: Expression, width: number, printing: Printing): Block {
  const definitions: Block[] = [];
  let body = expression;
  while (body.kind === "let") {
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
  return hang(head, printExpression(value, width - head.length, printing));
}
