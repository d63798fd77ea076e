import { type BinaryExpression, Node, SyntaxKind, type Expression as TsExpression } from "ts-morph";
import {
  type BinaryOperator,
  binary,
  type Expression,
  FALSE,
  literal,
  TRUE,
} from "../ir/expression.js";
import { negate } from "../ir/negate.js";
import { evaluateCall, invoke } from "./calls.js";
import { refuse } from "./diagnostics.js";
import { endingValue } from "./endings.js";
import type { Evaluation } from "./evaluation.js";
import { evaluateDeclared, evaluateName } from "./names.js";
import { evaluateObject } from "./objects.js";
import { isArrayType, isPrimitive } from "./primitive.js";
import { type Ending, expressionValue, type Scope, type Value } from "./value.js";

/** Whether `expression` only names a part of a value, so that it may stand in place of its name. */
export function isPath(expression: Expression): boolean {
  switch (expression.kind) {
    case "literal":
    case "constant":
    case "variable":
    case "local":
      return true;
    case "field":
    case "length":
      return isPath(expression.of);
    default:
      return false;
  }
}

/** What the expression `node` stands for, where the names of `scope` are known. */
export function evaluate(evaluation: Evaluation, node: TsExpression, scope: Scope): Value {
  const value = evaluateUnlocated(evaluation, node, scope);
  if (value.kind === "expression") evaluation.located(value.expression, node);
  return value;
}

function evaluateUnlocated(evaluation: Evaluation, node: TsExpression, scope: Scope): Value {
  if (Node.isParenthesizedExpression(node)) return evaluation.evaluate(node.getExpression(), scope);
  if (Node.isSatisfiesExpression(node)) return evaluation.evaluate(node.getExpression(), scope);
  if (Node.isAsExpression(node)) {
    if (node.getTypeNode()?.getText() === "const")
      return evaluation.evaluate(node.getExpression(), scope);
    throw refuse("L109", node, "a cast with `as` is not checked by anything");
  }
  if (Node.isNonNullExpression(node)) throw refuse("L109", node, "`!` is not checked by anything");
  if (Node.isTrueLiteral(node)) return expressionValue({ ...TRUE });
  if (Node.isFalseLiteral(node)) return expressionValue({ ...FALSE });
  if (Node.isNullLiteral(node)) return expressionValue(literal(null));
  if (Node.isNumericLiteral(node)) {
    const value = node.getLiteralValue();
    if (!Number.isSafeInteger(value))
      throw refuse("L105", node, `${node.getText()} is not an integer`);
    return expressionValue(literal(value));
  }
  if (Node.isStringLiteral(node)) return expressionValue(literal(node.getLiteralValue()));
  if (Node.isIdentifier(node)) return evaluateName(evaluation, node, scope);
  if (Node.isObjectLiteralExpression(node)) return evaluateObject(evaluation, node, scope);
  if (Node.isArrayLiteralExpression(node)) {
    const items = node.getElements().map((element) => {
      if (Node.isSpreadElement(element))
        throw refuse("L117", element, "a spread in an array has no fixed length");
      return evaluation.expression(element, scope);
    });
    return expressionValue({ kind: "array", items });
  }
  if (Node.isPropertyAccessExpression(node)) {
    if (node.hasQuestionDotToken())
      throw refuse("L105", node, "`?.` cannot be compiled: compare with `null` first");
    const owner = evaluation.evaluate(node.getExpression(), scope);
    return readField(evaluation, owner, node.getName(), node);
  }
  if (Node.isElementAccessExpression(node))
    throw refuse("L108", node, "`items[index]` may be undefined");
  if (Node.isPrefixUnaryExpression(node))
    return evaluatePrefix(evaluation, node.getOperatorToken(), node.getOperand(), node, scope);
  if (Node.isPostfixUnaryExpression(node))
    throw refuse("L103", node, `\`${node.getText()}\` changes a value in place`);
  if (Node.isBinaryExpression(node)) return evaluateBinary(evaluation, node, scope);
  if (Node.isConditionalExpression(node)) {
    return endingValue(evaluation, {
      kind: "if",
      node,
      condition: evaluation.expression(node.getCondition(), scope),
      whenTrue: { kind: "return", node, value: evaluation.evaluate(node.getWhenTrue(), scope) },
      whenFalse: { kind: "return", node, value: evaluation.evaluate(node.getWhenFalse(), scope) },
    });
  }
  if (Node.isCallExpression(node)) return evaluateCall(evaluation, node, scope);
  if (Node.isNewExpression(node))
    throw refuse("L111", node, "`new` makes an object with an identity");
  if (Node.isAwaitExpression(node))
    throw refuse("L111", node, "`await` waits for the world outside the model");
  if (Node.isArrowFunction(node)) return { kind: "function", node, name: "(anonymous)" };
  throw refuse("L105", node, `\`${shorten(node.getText())}\` cannot be compiled`);
}

function shorten(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 40 ? `${line.slice(0, 39)}…` : line;
}

/** `owner.name`. */
function readField(evaluation: Evaluation, owner: Value, name: string, node: Node): Value {
  switch (owner.kind) {
    case "state": {
      if (!evaluation.shape.variables.has(name)) {
        throw refuse("L115", node, `the state has no field \`${name}\``);
      }
      return expressionValue(owner.updates.get(name) ?? { kind: "variable", name });
    }
    case "parameters": {
      const field = owner.fields.get(name);
      if (field === undefined) throw refuse("L105", node, `the model has no parameter \`${name}\``);
      return field.kind === "deferred" ? readDeferred(evaluation, field) : field;
    }
    case "record": {
      const field = owner.fields.get(name);
      if (field === undefined) throw refuse("L115", node, `this record has no field \`${name}\``);
      return expressionValue(field);
    }
    case "picked":
      if (name === "length") {
        return expressionValue({
          kind: "quantifier",
          quantifier: "count",
          index: owner.index,
          length: owner.length,
          body: owner.condition,
        });
      }
      throw refuse("L117", node, "what `.filter` leaves has no fixed length");
    case "function":
    case "deferred":
      throw refuse("L105", node, `\`${name}\` of a function cannot be compiled`);
    case "expression": {
      const of = owner.expression;
      const isArray =
        Node.isPropertyAccessExpression(node) && isArrayType(node.getExpression().getType());
      if (isArray && name === "length") return expressionValue({ kind: "length", of });
      if (isArray) throw refuse("L105", node, `\`.${name}\` of an array cannot be compiled`);
      return expressionValue({ kind: "field", of, name });
    }
  }
}

/** A part of a bundle; a function takes the name of its property. */
function readDeferred(evaluation: Evaluation, field: Extract<Value, { kind: "deferred" }>): Value {
  const { property } = field;
  const name = property.getName();
  if (Node.isMethodDeclaration(property)) return { kind: "function", node: property, name };
  const value = Node.isPropertyAssignment(property)
    ? evaluation.evaluate(property.getInitializerOrThrow(), { names: new Map() })
    : evaluateDeclared(
        evaluation,
        property,
        name,
        property.getValueSymbol()?.getDeclarations() ?? [],
      );
  return value.kind === "function" ? { ...value, name } : value;
}

function evaluatePrefix(
  evaluation: Evaluation,
  operator: SyntaxKind,
  operand: TsExpression,
  node: Node,
  scope: Scope,
): Value {
  switch (operator) {
    case SyntaxKind.ExclamationToken:
      requireBoolean(operand);
      return expressionValue(negate(evaluation.expression(operand, scope)));
    case SyntaxKind.MinusToken: {
      const of = evaluation.expression(operand, scope);
      if (of.kind === "literal" && typeof of.value === "number")
        return expressionValue(literal(-of.value));
      return expressionValue(binary("minus", literal(0), of));
    }
    case SyntaxKind.PlusPlusToken:
    case SyntaxKind.MinusMinusToken:
      throw refuse("L103", node, `\`${node.getText()}\` changes a value in place`);
    default:
      throw refuse(
        "L106",
        node,
        `the operator of \`${shorten(node.getText())}\` cannot be compiled`,
      );
  }
}

/** Where TypeScript would take any value for true or false, TLA+ takes booleans only. */
function requireBoolean(node: TsExpression): void {
  if (!node.getType().isBoolean() && !node.getType().isBooleanLiteral()) {
    throw refuse(
      "L106",
      node,
      `\`${shorten(node.getText())}\` is not a boolean; compare it with a value`,
    );
  }
}

const OPERATORS: ReadonlyMap<SyntaxKind, BinaryOperator> = new Map([
  [SyntaxKind.AmpersandAmpersandToken, "and"],
  [SyntaxKind.BarBarToken, "or"],
  [SyntaxKind.EqualsEqualsEqualsToken, "equal"],
  [SyntaxKind.ExclamationEqualsEqualsToken, "unequal"],
  [SyntaxKind.LessThanToken, "less"],
  [SyntaxKind.LessThanEqualsToken, "atMost"],
  [SyntaxKind.PlusToken, "plus"],
  [SyntaxKind.MinusToken, "minus"],
  [SyntaxKind.AsteriskToken, "times"],
]);

function evaluateBinary(evaluation: Evaluation, node: BinaryExpression, scope: Scope): Value {
  const kind = node.getOperatorToken().getKind();
  const leftNode = node.getLeft();
  const rightNode = node.getRight();
  if (kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment) {
    throw refuse("L103", node, "an assignment changes a value in place");
  }
  const operands = (): readonly [Expression, Expression] => [
    evaluation.expression(leftNode, scope),
    evaluation.expression(rightNode, scope),
  ];
  // `a > b` is `b < a`, so that the IR needs two comparisons and not four.
  if (kind === SyntaxKind.GreaterThanToken || kind === SyntaxKind.GreaterThanEqualsToken) {
    const [left, right] = operands();
    return expressionValue(
      binary(kind === SyntaxKind.GreaterThanToken ? "less" : "atMost", right, left),
    );
  }
  const operator = OPERATORS.get(kind);
  if (operator === undefined) {
    throw refuse(
      "L106",
      node.getOperatorToken(),
      `the operator \`${node.getOperatorToken().getText()}\` cannot be compiled`,
    );
  }
  if (operator === "equal" || operator === "unequal") {
    for (const side of [leftNode, rightNode]) {
      if (!isPrimitive(side.getType())) {
        throw refuse(
          "L107",
          side,
          `\`${shorten(side.getText())}\` is not a number, string, boolean or null`,
        );
      }
    }
  }
  if (operator === "and" || operator === "or") {
    requireBoolean(leftNode);
    requireBoolean(rightNode);
  }
  const [left, right] = operands();
  return expressionValue(binary(operator, left, right));
}

/**
 * What `return node` comes to. A conditional and a call of a function of the model keep their
 * alternatives apart, since some of them may be states and some `null`.
 */
export function returnedEnding(evaluation: Evaluation, node: TsExpression, scope: Scope): Ending {
  if (Node.isParenthesizedExpression(node) || Node.isSatisfiesExpression(node)) {
    return returnedEnding(evaluation, node.getExpression(), scope);
  }
  if (Node.isConditionalExpression(node)) {
    return {
      kind: "if",
      node,
      condition: evaluation.expression(node.getCondition(), scope),
      whenTrue: returnedEnding(evaluation, node.getWhenTrue(), scope),
      whenFalse: returnedEnding(evaluation, node.getWhenFalse(), scope),
    };
  }
  if (Node.isCallExpression(node)) {
    const result = invoke(evaluation, node, scope);
    if (result !== null && result.kind === "ending") return result.ending;
    if (result !== null) return { kind: "return", node, value: result.value };
  }
  return { kind: "return", node, value: evaluation.evaluate(node, scope) };
}
