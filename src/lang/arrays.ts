import {
  type CallExpression,
  Node,
  type PropertyAccessExpression,
  type Expression as TsExpression,
} from "ts-morph";
import { sameExpression } from "../ir/equality.js";
import { binary, type Expression, FALSE, literal, local } from "../ir/expression.js";
import { refuse } from "./diagnostics.js";
import { endingExpression } from "./endings.js";
import type { Evaluation } from "./evaluation.js";
import { parameterNames } from "./functions.js";
import { expressionValue, type Scope, type Value } from "./value.js";

/** How many items the array has. */
export function lengthOf(array: Expression): Expression {
  if (array.kind === "generate") return array.length;
  if (array.kind === "array") return literal(array.items.length);
  if (array.kind === "with") return lengthOf(array.of);
  return { kind: "length", of: array };
}

/** `items.method(…)` where `items` is an array. */
export function evaluateArrayMethod(
  evaluation: Evaluation,
  node: CallExpression,
  callee: PropertyAccessExpression,
  scope: Scope,
): Value {
  const method = callee.getName();
  const args = node.getArguments().filter(Node.isExpression);
  const receiver = callee.getExpression();
  switch (method) {
    case "with": {
      const [index, value] = requireArguments(node, args, 2);
      const array = evaluation.expression(receiver, scope);
      if (index === undefined || value === undefined) break;
      return expressionValue(
        replaceItem(
          array,
          evaluation.expression(index, scope),
          evaluation.expression(value, scope),
        ),
      );
    }
    case "includes": {
      const [item] = requireArguments(node, args, 1);
      if (item === undefined) break;
      return expressionValue(
        includes(
          evaluation,
          evaluation.expression(receiver, scope),
          evaluation.expression(item, scope),
        ),
      );
    }
    case "map": {
      const array = evaluation.expression(receiver, scope);
      const [callback] = requireArguments(node, args, 1);
      const { index, body } = evaluateCallback(evaluation, callback ?? node, array, scope);
      return expressionValue({ kind: "generate", index, length: lengthOf(array), item: body });
    }
    case "every":
    case "some": {
      const array = evaluation.expression(receiver, scope);
      const [callback] = requireArguments(node, args, 1);
      const { index, body } = evaluateCallback(evaluation, callback ?? node, array, scope);
      return expressionValue({
        kind: "quantifier",
        quantifier: method === "every" ? "all" : "some",
        index,
        length: lengthOf(array),
        body,
      });
    }
    case "filter": {
      const array = evaluation.expression(receiver, scope);
      const [callback] = requireArguments(node, args, 1);
      const { index, body } = evaluateCallback(evaluation, callback ?? node, array, scope);
      return { kind: "picked", index, length: lengthOf(array), condition: body };
    }
  }
  throw refuse("L110", callee.getNameNode(), `the array method \`.${method}\` cannot be compiled`);
}

/** `Array.from({ length }, (_, index) => item)`. */
export function evaluateArrayFrom(
  evaluation: Evaluation,
  node: CallExpression,
  scope: Scope,
): Value {
  const [shape, callback] = node.getArguments();
  const lengthNode =
    Node.isObjectLiteralExpression(shape) && shape.getProperties().length === 1
      ? shape.getProperty("length")
      : undefined;
  if (!Node.isPropertyAssignment(lengthNode) || !Node.isArrowFunction(callback)) {
    throw refuse("L110", node, "`Array.from` takes `{ length: … }` and an arrow function here");
  }
  const length = evaluation.expression(lengthNode.getInitializerOrThrow(), scope);
  const [ignored, indexName] = parameterNames(callback);
  const index = indexName === undefined ? evaluation.freshIndex() : evaluation.fresh(indexName);
  const names = new Map(scope.names);
  if (indexName !== undefined) names.set(indexName, expressionValue(local(index)));
  if (ignored !== undefined && ignored !== indexName) names.delete(ignored);
  const ending = evaluation.interpreter.functionEnding(evaluation, callback, { names });
  return expressionValue({
    kind: "generate",
    index,
    length,
    item: endingExpression(evaluation, ending),
  });
}

function requireArguments(
  node: Node,
  args: readonly TsExpression[],
  count: number,
): readonly TsExpression[] {
  if (args.length !== count) {
    throw refuse("L110", node, `this method takes ${count} argument${count === 1 ? "" : "s"} here`);
  }
  return args;
}

/** The body of `(item, index) => …`, where the item is the array at the index. */
function evaluateCallback(
  evaluation: Evaluation,
  callback: Node,
  array: Expression,
  scope: Scope,
): { readonly index: string; readonly body: Expression } {
  if (!Node.isArrowFunction(callback)) {
    throw refuse("L116", callback, "only an arrow function written in place can be compiled here");
  }
  const [itemName, indexName, third] = parameterNames(callback);
  if (third !== undefined)
    throw refuse("L116", callback, "the third parameter of a callback cannot be compiled");
  const index = indexName === undefined ? evaluation.freshIndex() : evaluation.fresh(indexName);
  const names = new Map(scope.names);
  if (itemName !== undefined) names.set(itemName, expressionValue(itemAt(array, local(index))));
  if (indexName !== undefined) names.set(indexName, expressionValue(local(index)));
  const ending = evaluation.interpreter.functionEnding(evaluation, callback, { names });
  return { index, body: endingExpression(evaluation, ending) };
}

/** The item of `array` at `index`. */
export function itemAt(array: Expression, index: Expression): Expression {
  return { kind: "item", of: array, index };
}

/** `array.with(index, value)`; a change of a part of the item is a change at a longer path. */
function replaceItem(array: Expression, index: Expression, value: Expression): Expression {
  const step = { kind: "item", index } as const;
  if (value.kind === "with" && sameExpression(value.of, itemAt(array, index))) {
    return { kind: "with", of: array, path: [step, ...value.path], value: value.value };
  }
  return { kind: "with", of: array, path: [step], value };
}

function includes(evaluation: Evaluation, array: Expression, item: Expression): Expression {
  if (array.kind === "array") {
    const [first, ...rest] = array.items.map((candidate) => binary("equal", item, candidate));
    return rest.reduce((left, right) => binary("or", left, right), first ?? FALSE);
  }
  const index = evaluation.freshIndex();
  return {
    kind: "quantifier",
    quantifier: "some",
    index,
    length: lengthOf(array),
    body: binary("equal", itemAt(array, local(index)), item),
  };
}
