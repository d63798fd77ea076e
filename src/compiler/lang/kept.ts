import type { Node } from "ts-morph";
import type { Expression } from "../ir/expression.js";
import { someExpression } from "../ir/walk.js";
import type { Evaluation } from "./evaluation.js";
import type { Ending, Value } from "./value.js";

/*
 * TypeScript computes a constant, an argument and each part of a literal where it stands, and fails
 * there, used or not. What is compiled in place only stands where it is used: so what may fail is
 * kept in a `let` whose name nothing mentions. `withExplicitChecks` drops those that are needless.
 */

/** Whether the value of the expression may not exist, as far as can be seen of it alone. */
export function mayFail(evaluation: Evaluation, expression: Expression): boolean {
  return someExpression(expression, (part) => {
    switch (part.kind) {
      case "item":
        return true;
      case "with":
        return part.path.some((step) => step.kind === "item");
      case "call": {
        const called = evaluation.operatorList.find(({ name }) => name === part.operator);
        return called === undefined || mayFail(evaluation, called.body);
      }
      default:
        return false;
    }
  });
}

/** What TypeScript computes for the value, where only parts of it may come to be used. */
export function partsOf(value: Value): readonly Expression[] {
  switch (value.kind) {
    case "expression":
    case "sequence":
      return [value.expression];
    case "record":
      return [...value.fields.values()];
    case "state":
      return [...value.updates.values()];
    case "picked": {
      const { index, length, condition } = value;
      return [{ kind: "quantifier", quantifier: "count", index, length, body: condition }];
    }
    case "parameters":
    case "function":
    case "deferred":
      return [];
  }
}

/** `body`, with each of `parts` that may fail computed before it. */
export function after(
  evaluation: Evaluation,
  parts: readonly Expression[],
  body: Expression,
): Expression {
  return parts
    .filter((part) => mayFail(evaluation, part))
    .reduceRight(
      (rest, value): Expression => ({
        kind: "let",
        name: evaluation.fresh(CHECKED),
        value,
        body: rest,
      }),
      body,
    );
}

/** `body`, with everything computed before it that the values are made of and that may fail. */
export function endingAfter(
  evaluation: Evaluation,
  values: readonly Value[],
  node: Node,
  body: () => Ending,
): Ending {
  const parts = values.flatMap(partsOf).filter((part) => mayFail(evaluation, part));
  const names = parts.map(() => evaluation.fresh(CHECKED));
  return parts.reduceRight<Ending>(
    (rest, value, index) => ({
      kind: "let",
      node,
      name: names[index] ?? CHECKED,
      value,
      body: rest,
    }),
    body(),
  );
}

const CHECKED = "checked";
