import { Node } from "ts-morph";
import { type Expression, local } from "../ir/expression.js";
import { refuse } from "./diagnostics.js";
import { documentation } from "./documentation.js";
import { endingExpression, returnsState } from "./endings.js";
import type { Evaluation } from "./evaluation.js";
import { CURRENT_STATE, type Ending, type ModelFunction, type Scope, type Value } from "./value.js";

/** What a call comes to: a value, or where the callee returns states, all its alternatives. */
export type CallResult =
  | { readonly kind: "value"; readonly value: Value }
  | { readonly kind: "ending"; readonly ending: Ending };

type Callee = Extract<Value, { kind: "function" }>;

/** The names of the callee's parameters; destructuring is refused. */
export function parameterNames(node: ModelFunction): readonly string[] {
  return node.getParameters().map((parameter) => {
    const name = parameter.getNameNode();
    if (!Node.isIdentifier(name)) throw refuse("L118", name, "destructuring cannot be compiled");
    if (parameter.isRestParameter() || parameter.hasInitializer()) {
      throw refuse("L110", parameter, "a parameter must be plain: no default, no rest");
    }
    return name.getText();
  });
}

/** Calls a function of the model: by an operator of its own where it can be one, else in place. */
export function callFunction(
  evaluation: Evaluation,
  callee: Callee,
  args: readonly Value[],
  callNode: Node,
): CallResult {
  const names = parameterNames(callee.node);
  if (args.length < names.length) {
    throw refuse("L110", callNode, `\`${callee.name}\` is called with too few arguments`);
  }
  const taken = args.slice(0, names.length);
  if (evaluation.callStack.includes(callee.node)) {
    throw refuse("L112", callNode, `\`${callee.name}\` calls itself`);
  }
  if (taken.every((arg) => canBeArgument(evaluation, arg))) {
    const operator = operatorFor(evaluation, callee, names, taken);
    if (operator !== null) {
      const passed = taken.filter(isPassed).map((arg) => evaluation.asExpression(arg, callNode));
      const call: Expression = { kind: "call", operator, args: passed };
      return { kind: "value", value: { kind: "expression", expression: call } };
    }
  }
  const scope: Scope = { names: new Map(names.flatMap((name, index) => pair(name, taken[index]))) };
  return { kind: "ending", ending: inCall(evaluation, callee.node, scope) };
}

function pair(name: string, value: Value | undefined): readonly (readonly [string, Value])[] {
  return value === undefined ? [] : [[name, value]];
}

/** Calls in place, even where an operator would be possible: for results of known shape. */
export function inlineFunction(
  evaluation: Evaluation,
  callee: Callee,
  args: readonly Value[],
  callNode: Node,
): Ending {
  const names = parameterNames(callee.node);
  if (evaluation.callStack.includes(callee.node)) {
    throw refuse("L112", callNode, `\`${callee.name}\` calls itself`);
  }
  return inCall(evaluation, callee.node, {
    names: new Map(names.flatMap((name, index) => pair(name, args[index]))),
  });
}

function inCall(evaluation: Evaluation, node: ModelFunction, scope: Scope): Ending {
  evaluation.callStack.push(node);
  try {
    return evaluation.interpreter.functionEnding(evaluation, node, scope);
  } finally {
    evaluation.callStack.pop();
  }
}

/** The current state and the parameters of the model need not be passed: an operator sees them. */
function isPassed(value: Value): boolean {
  return value.kind === "expression" || value.kind === "record";
}

function canBeArgument(evaluation: Evaluation, value: Value): boolean {
  switch (value.kind) {
    case "record":
      return true;
    case "expression":
      // A constant sequence counts from 1 in TLA+, all else from 0: an operator could not know.
      return !(
        value.expression.kind === "constant" &&
        evaluation.shape.sequences.has(value.expression.name)
      );
    case "parameters":
      return true;
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
  callee: Callee,
  names: readonly string[],
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
    const parameters: string[] = [];
    const bound = new Map<string, Value>();
    for (const [index, name] of names.entries()) {
      const arg = args[index];
      if (arg === undefined) continue;
      if (isPassed(arg)) {
        const parameter = evaluation.fresh(name);
        parameters.push(parameter);
        bound.set(name, { kind: "expression", expression: local(parameter) });
      } else {
        bound.set(name, arg.kind === "state" ? CURRENT_STATE : arg);
      }
    }
    const ending = inCall(evaluation, callee.node, { names: bound });
    if (returnsState(ending)) return null;
    return {
      name: evaluation.operatorName(callee.name),
      parameters,
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
