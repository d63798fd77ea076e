import { type CallExpression, Node, type Expression as TsExpression } from "ts-morph";
import { binary } from "../ir/expression.js";
import { evaluateArrayFrom, evaluateArrayMethod, itemAt } from "./arrays.js";
import { refuse } from "./diagnostics.js";
import { endingValue } from "./endings.js";
import type { Evaluation } from "./evaluation.js";
import { type CallResult, callFunction, inlineFunction } from "./functions.js";
import { isArrayType, requireNumber } from "./kinds.js";
import { declarationsOf, evaluateName, isForeign } from "./names.js";
import { expressionValue, type FunctionValue, type Scope, type Value } from "./value.js";

/** The value of a call, of the model's own functions as of those of the subset. */
export function evaluateCall(evaluation: Evaluation, node: CallExpression, scope: Scope): Value {
  const invoked = invoke(evaluation, node, scope);
  if (invoked === null) return evaluateBuiltIn(evaluation, node, scope);
  return invoked.kind === "value" ? invoked.value : endingValue(evaluation, invoked.ending);
}

/** A call whose result is spread: its fields must be known, so it is compiled in place. */
export function spreadCall(evaluation: Evaluation, node: CallExpression, scope: Scope): Value {
  const callee = calledFunction(evaluation, node, scope);
  if (callee === null) return evaluateBuiltIn(evaluation, node, scope);
  return endingValue(
    evaluation,
    inlineFunction(evaluation, callee, evaluateArguments(evaluation, node, scope), node),
  );
}

/** Calls a function of the model; null if it is none. */
export function invoke(
  evaluation: Evaluation,
  node: CallExpression,
  scope: Scope,
): CallResult | null {
  const callee = calledFunction(evaluation, node, scope);
  if (callee === null) return null;
  return callFunction(evaluation, callee, evaluateArguments(evaluation, node, scope), node);
}

function evaluateArguments(
  evaluation: Evaluation,
  node: CallExpression,
  scope: Scope,
): readonly Value[] {
  return node.getArguments().map((argument) => {
    if (!Node.isExpression(argument) || Node.isSpreadElement(argument)) {
      throw refuse("L110", argument, "a spread argument cannot be compiled");
    }
    return evaluation.evaluate(argument, scope);
  });
}

/** The function of the model that is called, or null if it is one of the subset's own. */
function calledFunction(
  evaluation: Evaluation,
  node: CallExpression,
  scope: Scope,
): FunctionValue | null {
  const callee = node.getExpression();
  if (Node.isIdentifier(callee)) {
    if (declarationsOf(callee).some(evaluation.shape.isVocabulary)) return null;
    const value = evaluateName(evaluation, callee, scope);
    if (value.kind === "function") return value;
    throw refuse("L110", callee, `\`${callee.getText()}\` is not a function of the model`);
  }
  if (Node.isPropertyAccessExpression(callee)) {
    const owner = callee.getExpression();
    if (isStandardLibrary(owner) || isArrayType(owner.getType())) return null;
    const value = evaluation.evaluate(callee, scope);
    if (value.kind === "function") return value;
  }
  throw refuse("L110", callee, `\`${callee.getText()}\` is not a function of the model`);
}

/** `Math` and `Array`, the objects of JavaScript itself. */
function isStandardLibrary(node: TsExpression): boolean {
  return (
    Node.isIdentifier(node) &&
    ["Math", "Array"].includes(node.getText()) &&
    isForeign(declarationsOf(node))
  );
}

function evaluateBuiltIn(evaluation: Evaluation, node: CallExpression, scope: Scope): Value {
  const callee = node.getExpression();
  const args = node.getArguments().filter(Node.isExpression);
  const [first, second] = args;
  if (
    Node.isIdentifier(callee) &&
    callee.getText() === "at" &&
    first !== undefined &&
    second !== undefined
  ) {
    return itemAt(
      evaluation,
      evaluation.evaluate(first, scope),
      evaluation.expression(second, scope),
      first,
    );
  }
  if (Node.isPropertyAccessExpression(callee)) {
    const owner = callee.getExpression();
    const name = callee.getName();
    if (!isStandardLibrary(owner)) return evaluateArrayMethod(evaluation, node, callee, scope);
    if (owner.getText() === "Array" && name === "from")
      return evaluateArrayFrom(evaluation, node, scope);
    if (owner.getText() === "Math" && (name === "min" || name === "max")) {
      if (first === undefined || second === undefined || args.length !== 2) {
        throw refuse("L110", node, `\`Math.${name}\` takes two arguments here`);
      }
      requireNumber(first);
      requireNumber(second);
      return expressionValue(
        binary(
          name === "min" ? "least" : "greatest",
          evaluation.expression(first, scope),
          evaluation.expression(second, scope),
        ),
      );
    }
    if (owner.getText() === "Math" && name === "random") {
      throw refuse("L111", node, "`Math.random` gives a different answer each time");
    }
  }
  throw refuse("L110", node, `\`${callee.getText()}\` cannot be compiled`);
}
