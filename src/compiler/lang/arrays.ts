import {
  type ArrowFunction,
  type CallExpression,
  type FunctionExpression,
  Node,
  type PropertyAccessExpression,
  type Expression as TsExpression,
} from "ts-morph";
import { sameExpression } from "../ir/equality.js";
import { binary, type Expression, FALSE, literal, local } from "../ir/expression.js";
import { unnamed } from "../ir/type.js";
import { requireUndecided } from "./decided.js";
import { refuse } from "./diagnostics.js";
import { endingExpression } from "./endings.js";
import type { Evaluation } from "./evaluation.js";
import { plainParameters } from "./functions.js";
import { after, mayFail } from "./kept.js";
import { requireBoolean, requireNumber, requirePrimitive } from "./kinds.js";
import { expressionValue, type Scope, type Value } from "./value.js";

/** How many items the array has. What may fail is computed for its length, too. */
export function lengthOf(evaluation: Evaluation, array: Expression): Expression {
  if (!mayFail(evaluation, array)) {
    // A length below 0 is one of 0.
    if (array.kind === "generate" && isNeverNegative(array.length)) return array.length;
    if (array.kind === "array") return literal(array.items.length);
    if (array.kind === "with") return lengthOf(evaluation, array.of);
  }
  return { kind: "length", of: array };
}

function isNeverNegative(length: Expression): boolean {
  if (length.kind === "literal") return typeof length.value === "number" && length.value >= 0;
  return length.kind === "length";
}

/** The item of `array` at `index`, both with their nodes for a refusal. */
export function itemAt(
  evaluation: Evaluation,
  array: Value,
  index: Expression,
  arrayNode: Node,
): Value {
  if (array.kind !== "sequence") {
    return expressionValue(item(evaluation.asExpression(array, arrayNode), index));
  }
  const expression = item(array.expression, index);
  const inner = unnamed(array.item);
  return inner.kind === "sequence" || inner.kind === "array"
    ? { kind: "sequence", expression, item: inner.item }
    : expressionValue(expression);
}

function item(of: Expression, index: Expression): Expression {
  return { kind: "item", of, index };
}

/** `items.method(…)` where `items` is an array. */
export function evaluateArrayMethod(
  evaluation: Evaluation,
  node: CallExpression,
  callee: PropertyAccessExpression,
  scope: Scope,
): Value {
  const method = callee.getName();
  const receiver = callee.getExpression();
  const array = (): Value => arrayValue(evaluation, receiver, scope);
  switch (method) {
    case "with": {
      const [index, value] = requireArguments(node, 2);
      if (index === undefined || value === undefined) break;
      requireNumber(index);
      return expressionValue(
        replaceItem(
          evaluation.asExpression(array(), receiver),
          notNegative(evaluation, index, evaluation.expression(index, scope)),
          evaluation.expression(value, scope),
        ),
      );
    }
    case "includes": {
      const [wanted] = requireArguments(node, 1);
      if (wanted === undefined) break;
      requirePrimitive(wanted);
      for (const item of Node.isArrayLiteralExpression(receiver) ? receiver.getElements() : []) {
        const text = `${wanted.getText()} === ${item.getText()}`;
        requireUndecided(evaluation, "equal", [wanted, item], { node: item, text });
      }
      return expressionValue(
        includes(evaluation, array(), evaluation.expression(wanted, scope), receiver),
      );
    }
    case "map": {
      const { index, length, body } = evaluateCallback(evaluation, node, array(), receiver, scope);
      return expressionValue({ kind: "generate", index, length, item: body });
    }
    case "every":
    case "some": {
      const { index, length, body } = evaluateTest(evaluation, node, array(), receiver, scope);
      const quantifier = method === "every" ? "all" : "some";
      return expressionValue({ kind: "quantifier", quantifier, index, length, body });
    }
    case "filter": {
      const { index, length, body } = evaluateTest(evaluation, node, array(), receiver, scope);
      return { kind: "picked", index, length, condition: body };
    }
  }
  throw refuse("L110", callee.getNameNode(), `the array method \`.${method}\` cannot be compiled`);
}

/** The index of a `with`, from whose place JavaScript would count from the end if it were negative. */
function notNegative(evaluation: Evaluation, node: TsExpression, index: Expression): Expression {
  const named = index.kind === "call" && index.args.length === 0 ? index.operator : null;
  const meant = evaluation.operatorList.find(({ name }) => name === named)?.body ?? index;
  if (meant.kind !== "literal" || typeof meant.value !== "number" || meant.value >= 0) return index;
  throw refuse(
    "L127",
    node,
    `\`.with(${node.getText()}, …)\` changes no item that \`at\` can read`,
  );
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
  if (!Node.isPropertyAssignment(lengthNode) || !isCallback(callback)) {
    throw refuse("L110", node, "`Array.from` takes `{ length: … }` and an arrow function here");
  }
  const length = evaluation.expression(lengthNode.getInitializerOrThrow(), scope);
  const { index, body } = callbackBody(evaluation, callback, scope, null);
  return expressionValue({ kind: "generate", index, length, item: body });
}

/** The array that a method is called on. What a filter leaves is refused here. */
function arrayValue(evaluation: Evaluation, receiver: TsExpression, scope: Scope): Value {
  const value = evaluation.evaluate(receiver, scope);
  return value.kind === "sequence"
    ? value
    : expressionValue(evaluation.asExpression(value, receiver));
}

function requireArguments(node: CallExpression, count: number): readonly TsExpression[] {
  const args = node.getArguments().filter(Node.isExpression);
  if (args.length !== count) {
    throw refuse("L110", node, `this method takes ${count} argument${count === 1 ? "" : "s"} here`);
  }
  return args;
}

function isCallback(node: Node | undefined): node is ArrowFunction | FunctionExpression {
  return Node.isArrowFunction(node) || Node.isFunctionExpression(node);
}

interface Callback {
  readonly index: string;
  readonly length: Expression;
  readonly body: Expression;
}

/** A callback that says yes or no. */
function evaluateTest(
  evaluation: Evaluation,
  node: CallExpression,
  array: Value,
  arrayNode: Node,
  scope: Scope,
): Callback {
  const [callback] = requireArguments(node, 1);
  if (isCallback(callback)) requireBoolean(callback, callback.getReturnType());
  return evaluateCallback(evaluation, node, array, arrayNode, scope);
}

/** The body of `(item, index) => …`, where the item is the array at the index. */
function evaluateCallback(
  evaluation: Evaluation,
  node: CallExpression,
  array: Value,
  arrayNode: Node,
  scope: Scope,
): Callback {
  const [callback] = requireArguments(node, 1);
  if (!isCallback(callback)) {
    throw refuse(
      "L116",
      callback ?? node,
      "only an arrow function written in place can be compiled here",
    );
  }
  const item = (index: Expression) => itemAt(evaluation, array, index, arrayNode);
  return {
    ...callbackBody(evaluation, callback, scope, item),
    length: lengthOfValue(evaluation, array, arrayNode),
  };
}

/** The body of `(item, index) => …`; without an `item` at each index only the index has a name. */
function callbackBody(
  evaluation: Evaluation,
  callback: ArrowFunction | FunctionExpression,
  scope: Scope,
  item: ((index: Expression) => Value) | null,
): Omit<Callback, "length"> {
  const [itemParameter, indexParameter, third] = plainParameters(callback);
  if (third !== undefined) {
    throw refuse("L116", callback, "a third parameter of a callback cannot be compiled");
  }
  const index =
    indexParameter === undefined
      ? evaluation.freshIndex()
      : evaluation.fresh(indexParameter.getName());
  const inner = new Map(scope);
  if (itemParameter !== undefined && item !== null) inner.set(itemParameter, item(local(index)));
  if (indexParameter !== undefined) inner.set(indexParameter, expressionValue(local(index)));
  const ending = evaluation.interpreter.functionEnding(evaluation, callback, inner);
  return { index, body: endingExpression(evaluation, ending) };
}

function lengthOfValue(evaluation: Evaluation, array: Value, node: Node): Expression {
  return array.kind === "sequence"
    ? { kind: "length", of: array.expression }
    : lengthOf(evaluation, evaluation.asExpression(array, node));
}

/** `array.with(index, value)`; a change of a part of the item is a change at a longer path. */
function replaceItem(array: Expression, index: Expression, value: Expression): Expression {
  const step = { kind: "item", index } as const;
  if (value.kind === "with" && sameExpression(value.of, item(array, index))) {
    return { kind: "with", of: array, path: [step, ...value.path], value: value.value };
  }
  return { kind: "with", of: array, path: [step], value };
}

function includes(
  evaluation: Evaluation,
  array: Value,
  wanted: Expression,
  arrayNode: Node,
): Expression {
  if (array.kind === "expression" && array.expression.kind === "array") {
    const { items } = array.expression;
    const [first, ...rest] = items.map((candidate) => binary("equal", wanted, candidate));
    const found = rest.reduce((left, right) => binary("or", left, right), first ?? FALSE);
    // The first comparison is always made, the others only up to the one that is equal.
    return after(evaluation, first === undefined ? [wanted] : items.slice(1), found);
  }
  const index = evaluation.freshIndex();
  const found: Expression = {
    kind: "quantifier",
    quantifier: "some",
    index,
    length: lengthOfValue(evaluation, array, arrayNode),
    body: binary(
      "equal",
      evaluation.asExpression(itemAt(evaluation, array, local(index), arrayNode), arrayNode),
      wanted,
    ),
  };
  return after(evaluation, [wanted], found);
}
