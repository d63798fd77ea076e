import { sameExpression } from "../ir/equality.js";
import type { Expression } from "../ir/expression.js";
import { someExpression } from "../ir/walk.js";
import { flat } from "./flat.js";
import { append, type Block, fits, hang, line } from "./lines.js";
import type { Names } from "./names.js";
import { asMembership } from "./readings.js";

/** A chain of conditions, each with its value, and the value if none of them holds. */
export interface Alternatives {
  readonly cases: readonly { readonly condition: Expression; readonly value: Expression }[];
  readonly otherwise: Expression;
}

type Print = (expression: Expression, width: number) => Block;

/** What a condition compares with constants, if that is all it does: `x = "a"`, `x \in {…}`. */
function comparison(
  condition: Expression,
): { readonly subject: Expression; readonly values: readonly Expression[] } | null {
  const membership = asMembership(condition);
  if (membership !== null) return membership.symbol === "\\in" ? membership : null;
  if (condition.kind !== "binary" || condition.operator !== "equal") return null;
  if (condition.right.kind !== "literal") return null;
  return { subject: condition.left, values: [condition.right] };
}

/**
 * Whether the alternatives are a choice by one value. No two may fit the same value: `CASE` takes
 * any of those that do.
 */
export function asCase({ cases }: Alternatives): boolean {
  const comparisons = cases.map(({ condition }) => comparison(condition));
  const [first] = comparisons;
  if (first === null || first === undefined || cases.length < 2) return false;
  const values = comparisons.flatMap((found) => found?.values ?? []);
  const keys = values.map((value) => JSON.stringify(value));
  return (
    comparisons.every((found) => found !== null && sameExpression(found.subject, first.subject)) &&
    new Set(keys).size === keys.length
  );
}

/** A choice by one value. */
export function printCase(
  { cases, otherwise }: Alternatives,
  width: number,
  names: Names,
  print: Print,
): Block {
  const rows = [
    ...cases.map(({ condition, value }) => [flat(condition, names), value] as const),
    ["OTHER", otherwise] as const,
  ];
  return rows.flatMap(([condition, value], index) => {
    const head = `${index === 0 ? "CASE " : "  [] "}${condition} -> `;
    const room = width - head.length;
    const arm = print(value, room);
    // Another `CASE` would take in the rows that follow.
    const isClear = arm.length === 1 || !someExpression(value, isChain);
    return hang(head, isClear ? arm : hang("(", append(print(value, room - 2), ")")));
  });
}

function isChain(expression: Expression): boolean {
  return expression.kind === "if" && expression.whenFalse.kind === "if";
}

/** `IF`, `THEN` and `ELSE` on lines of their own; a chain as a ladder with each value in its rung. */
export function printIf(
  { cases, otherwise }: Alternatives,
  width: number,
  names: Names,
  print: Print,
): Block {
  const [first] = cases;
  if (first === undefined) return print(otherwise, width);
  if (cases.length === 1) {
    return [
      ...hang("IF ", print(first.condition, width - 3)),
      ...hang("THEN ", print(first.value, width - 5)),
      ...hang("ELSE ", print(otherwise, width - 5)),
    ];
  }
  const rungs = cases.map(({ condition, value }, index) => {
    const head = `${index === 0 ? "" : "ELSE "}IF ${flat(condition, names)} THEN`;
    return { head, condition, value, index };
  });
  const oneLine = rungs.map(({ head, value }) =>
    value.kind === "if" ? null : `${head} ${flat(value, names)}`,
  );
  const last = `ELSE ${flat(otherwise, names)}`;
  if (oneLine.every((text) => text !== null && fits(text, width)) && fits(last, width)) {
    return [...oneLine, last].map((text) => line(text ?? ""));
  }
  return [
    ...rungs.flatMap(({ head, condition, value, index }) => [
      ...(fits(head, width) ? [line(head)] : brokenHead(condition, index, width, print)),
      ...hang("  ", print(value, width - 2)),
    ]),
    line("ELSE"),
    ...hang("  ", print(otherwise, width - 2)),
  ];
}

function brokenHead(condition: Expression, index: number, width: number, print: Print): Block {
  const prefix = index === 0 ? "IF " : "ELSE IF ";
  return append(hang(prefix, print(condition, width - prefix.length - 5)), " THEN");
}
