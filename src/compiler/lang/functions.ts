import { Node, type ParameterDeclaration } from "ts-morph";
import { type Expression, local } from "../ir/expression.js";
import { refuse } from "./diagnostics.js";
import { documentation } from "./documentation.js";
import { endingExpression, returnedValues } from "./endings.js";
import type { Evaluation } from "./evaluation.js";
import { after, endingAfter, partsOf } from "./kept.js";
import { isModuleLevel } from "./names.js";
import {
  CURRENT_STATE,
  type Ending,
  type FunctionValue,
  type ModelFunction,
  type Scope,
  type Value,
} from "./value.js";

/** What a call comes to: a value, or where the callee returns states, all its alternatives. */
export type CallResult =
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "ending"; readonly ending: Ending };

/**
 * The parameters of `node`, for the arguments that it is called with. What has no counterpart is
 * refused: destructuring, defaults, rest parameters.
 */
export function plainParameters(node: ModelFunction): readonly ParameterDeclaration[] {
  return node.getParameters().map((parameter) => {
    const name = parameter.getNameNode();
    if (!Node.isIdentifier(name)) throw refuse("L118", name, "destructuring cannot be compiled");
    if (parameter.isRestParameter() || parameter.hasInitializer() || name.getText() === "this") {
      throw refuse("L110", parameter, "a parameter must be plain: no default, no rest, no `this`");
    }
    return parameter;
  });
}

/** Calls a function of the model: by an operator of its own where it can be one, else in place. */
export function callFunction(
  evaluation: Evaluation,
  callee: FunctionValue,
  args: readonly Value[],
  callNode: Node,
): CallResult {
  const parameters = plainParameters(callee.node);
  if (args.length < parameters.length) {
    throw refuse("L110", callNode, `\`${callee.name}\` is called with too few arguments`);
  }
  refuseRecursion(evaluation, callee, callNode);
  const taken = args.slice(0, parameters.length);
  if (canBeOperator(callee) && taken.every(canBeArgument)) {
    const operator = operatorFor(evaluation, callee, parameters, taken);
    if (operator !== null) {
      const passed = taken.filter(isPassed).map((arg) => evaluation.asExpression(arg, callNode));
      const call: Expression = { kind: "call", operator, args: passed };
      const others = args.slice(parameters.length).flatMap(partsOf);
      const expression = after(evaluation, others, call);
      return { kind: "value", value: { kind: "expression", expression } };
    }
  }
  return { kind: "ending", ending: inlineFunction(evaluation, callee, args, callNode) };
}

/** Calls in place, even where an operator would be possible: for results of known shape. */
export function inlineFunction(
  evaluation: Evaluation,
  callee: FunctionValue,
  args: readonly Value[],
  callNode: Node,
): Ending {
  refuseRecursion(evaluation, callee, callNode);
  const scope = new Map(callee.scope);
  for (const [index, parameter] of plainParameters(callee.node).entries()) {
    const arg = args[index];
    if (arg !== undefined) scope.set(parameter, arg);
  }
  return endingAfter(evaluation, args, callNode, () => inCall(evaluation, callee.node, scope));
}

function refuseRecursion(evaluation: Evaluation, callee: FunctionValue, callNode: Node): void {
  if (evaluation.callStack.includes(callee.node)) {
    throw refuse("L112", callNode, `\`${callee.name}\` calls itself`);
  }
}

function inCall(evaluation: Evaluation, node: ModelFunction, scope: Scope): Ending {
  evaluation.callStack.push(node);
  try {
    return evaluation.interpreter.functionEnding(evaluation, node, scope);
  } finally {
    evaluation.callStack.pop();
  }
}

/** A function written in another one sees the names of that one: it has no meaning outside of it. */
function canBeOperator(callee: FunctionValue): boolean {
  const { node } = callee;
  if (Node.isFunctionDeclaration(node)) return isModuleLevel(node);
  return callee.scope.size === 0;
}

/** The current state and the parameters of the model need not be passed: an operator sees them. */
function isPassed(value: Value): boolean {
  return value.kind === "expression" || value.kind === "record";
}

function canBeArgument(value: Value): boolean {
  switch (value.kind) {
    case "record":
    case "expression":
    case "parameters":
      return true;
    case "sequence":
      // An item of a parameter (`chain[h]`) names an index that an operator would not know.
      return value.expression.kind === "constant";
    case "state":
      return value.updates.size === 0;
    case "function":
    case "deferred":
    case "picked":
      return false;
  }
}

/** The name of the operator for this function, made when first asked for; null if it has none. */
function operatorFor(
  evaluation: Evaluation,
  callee: FunctionValue,
  parameters: readonly ParameterDeclaration[],
  args: readonly Value[],
): string | null {
  // What an operator is not passed it has seen once, when it was made: it must be the same here.
  const seen = args.map((arg) => (isPassed(arg) ? "passed" : arg.kind === "state" ? "state" : arg));
  const known = evaluation.operators.get(callee.node);
  if (known !== undefined) {
    const fits = known !== "inline" && known.seen.every((value, index) => value === seen[index]);
    return fits ? known.operator.name : null;
  }
  const operator = evaluation.withFreshNames(() => {
    const passed: string[] = [];
    const bound = new Map<Node, Value>(callee.scope);
    for (const [index, parameter] of parameters.entries()) {
      const arg = args[index];
      if (arg === undefined) continue;
      if (isPassed(arg)) {
        const name = evaluation.fresh(parameter.getName());
        passed.push(name);
        bound.set(parameter, { kind: "expression", expression: local(name) });
      } else {
        bound.set(parameter, arg.kind === "state" ? CURRENT_STATE : arg);
      }
    }
    const ending = inCall(evaluation, callee.node, bound);
    if (!returnsPlainValues(ending)) return null;
    return {
      name: evaluation.operatorName(callee.name),
      parameters: passed,
      body: endingExpression(evaluation, ending),
      doc: documentation(callee.node),
      section: evaluation.shape.sectionOf(callee.node),
    };
  });
  evaluation.operators.set(callee.node, operator === null ? "inline" : { operator, seen });
  if (operator === null) return null;
  evaluation.located(operator, callee.node);
  evaluation.operatorList.push(operator);
  return operator.name;
}

/** Whether an operator can have the value: not a state, nor a function or the parameters. */
function returnsPlainValues(ending: Ending): boolean {
  return returnedValues(ending).every(
    (value) => value.kind === "expression" || value.kind === "record" || value.kind === "sequence",
  );
}
