import {
  type BinaryExpression,
  Node,
  type PropertyAccessExpression,
  SyntaxKind,
  type Expression as TsExpression,
} from "ts-morph";
import {
  type BinaryOperator,
  binary,
  type Expression,
  FALSE,
  literal,
  TRUE,
} from "../ir/expression.js";
import { negate } from "../ir/negate.js";
import { alternativesOf } from "./alternatives.js";
import { lengthOf } from "./arrays.js";
import { evaluateCall, invoke } from "./calls.js";
import { requireUndecided } from "./decided.js";
import { refuse } from "./diagnostics.js";
import { endingValue } from "./endings.js";
import type { Evaluation } from "./evaluation.js";
import { after } from "./kept.js";
import {
  isArrayType,
  recordFields,
  requireBoolean,
  requireNumber,
  requireOneKind,
  requirePrimitive,
} from "./kinds.js";
import { requireInteger, requireString } from "./literals.js";
import { evaluateDeclared, evaluateName, shorthandDeclarations } from "./names.js";
import { evaluateObject } from "./objects.js";
import { shorten } from "./shorten.js";
import { EMPTY_SCOPE, type Ending, expressionValue, type Scope, type Value } from "./value.js";

/** What the expression `node` stands for, where the names of `scope` are known. */
export function evaluate(evaluation: Evaluation, node: TsExpression, scope: Scope): Value {
  const value = evaluateUnlocated(evaluation, node, scope);
  if (value.kind !== "expression") return value;
  const { expression } = value;
  if (Node.isStringLiteral(node) && expression.kind === "literal") {
    const alternatives = alternativesOf(node);
    return expressionValue(evaluation.located(expression, node, { alternatives }));
  }
  // A name stands in as many places as it is used in: each gets an expression of its own.
  if (isName(expression) && evaluation.places.has(expression)) {
    return expressionValue(evaluation.located({ ...expression }, node));
  }
  evaluation.located(expression, node);
  return value;
}

function isName({ kind }: Expression): boolean {
  return kind === "local" || kind === "variable" || kind === "constant";
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
    return expressionValue(literal(requireInteger(node, node.getLiteralValue())));
  }
  if (Node.isStringLiteral(node) || Node.isNoSubstitutionTemplateLiteral(node)) {
    return expressionValue(literal(requireString(node, node.getLiteralValue())));
  }
  if (Node.isIdentifier(node)) return evaluateName(evaluation, node, scope);
  if (Node.isObjectLiteralExpression(node)) return evaluateObject(evaluation, node, scope);
  if (Node.isArrayLiteralExpression(node)) {
    const items = node.getElements().map((element) => {
      if (Node.isSpreadElement(element))
        throw refuse("L117", element, "a spread in an array has no fixed length");
      return evaluation.expression(element, scope);
    });
    requireOneKind(node, ...node.getElements().map((element) => element.getType()));
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
    requireBoolean(node.getCondition());
    requireOneKind(node, node.getType());
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
  if (Node.isArrowFunction(node) || Node.isFunctionExpression(node)) {
    return { kind: "function", node, name: "(anonymous)", scope };
  }
  if (Node.isTemplateExpression(node)) {
    throw refuse("L105", node, "a text that is put together cannot be compiled");
  }
  throw refuse("L105", node, `\`${shorten(node.getText())}\` cannot be compiled`);
}

/** `owner.name`. */
function readField(
  evaluation: Evaluation,
  owner: Value,
  name: string,
  node: PropertyAccessExpression,
): Value {
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
      // What a name stands for has been computed before.
      if (Node.isIdentifier(node.getExpression())) return expressionValue(field);
      const others = [...owner.fields].filter(([other]) => other !== name);
      return expressionValue(
        after(
          evaluation,
          others.map(([, value]) => value),
          field,
        ),
      );
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
    case "sequence":
      if (name === "length") return expressionValue({ kind: "length", of: owner.expression });
      throw refuse("L105", node, `\`.${name}\` of an array cannot be compiled`);
    case "expression":
      return readValueField(evaluation, owner.expression, name, node);
  }
}

/** `of.name` of an array or of a record whose fields only its type tells. */
function readValueField(
  evaluation: Evaluation,
  of: Expression,
  name: string,
  node: PropertyAccessExpression,
): Value {
  const type = node.getExpression().getType();
  if (isArrayType(type)) {
    if (name === "length") return expressionValue(lengthOf(evaluation, of));
    throw refuse("L105", node, `\`.${name}\` of an array cannot be compiled`);
  }
  if (recordFields(type)?.has(name) !== true) {
    throw refuse("L105", node, `\`.${name}\` of a value that is no record cannot be compiled`);
  }
  return expressionValue({ kind: "field", of, name });
}

/** A part of a bundle; a function takes the name of its property. */
function readDeferred(evaluation: Evaluation, field: Extract<Value, { kind: "deferred" }>): Value {
  const { property } = field;
  const name = property.getName();
  if (Node.isMethodDeclaration(property)) {
    return { kind: "function", node: property, name, scope: EMPTY_SCOPE };
  }
  const value = Node.isPropertyAssignment(property)
    ? evaluation.evaluate(property.getInitializerOrThrow(), EMPTY_SCOPE)
    : evaluateDeclared(evaluation, property, name, shorthandDeclarations(property), EMPTY_SCOPE);
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
      requireNumber(operand);
      const of = evaluation.expression(operand, scope);
      if (of.kind === "literal" && typeof of.value === "number")
        return expressionValue(literal(0 - of.value));
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
  const written = { node, text: node.getText() };
  // `a > b` is `b < a`, so that the IR needs two comparisons and not four.
  if (kind === SyntaxKind.GreaterThanToken || kind === SyntaxKind.GreaterThanEqualsToken) {
    requireNumber(leftNode);
    requireNumber(rightNode);
    const mirrored = kind === SyntaxKind.GreaterThanToken ? "less" : "atMost";
    requireUndecided(evaluation, mirrored, [rightNode, leftNode], written);
    const [left, right] = operands();
    return expressionValue(binary(mirrored, right, left));
  }
  const operator = OPERATORS.get(kind);
  if (operator === undefined) {
    throw refuse(
      "L106",
      node.getOperatorToken(),
      `the operator \`${node.getOperatorToken().getText()}\` cannot be compiled`,
    );
  }
  const require = operandKind(operator, leftNode, rightNode);
  require(leftNode);
  require(rightNode);
  requireUndecided(evaluation, operator, [leftNode, rightNode], written);
  const [left, right] = operands();
  return expressionValue(binary(operator, left, right));
}

/** What both operands must be: TypeScript takes more kinds of values than TLA+ does. */
function operandKind(
  operator: BinaryOperator,
  left: TsExpression,
  right: TsExpression,
): (operand: TsExpression) => void {
  switch (operator) {
    case "equal":
    case "unequal":
      // With `null` both languages compare alike, whatever the other operand is.
      return Node.isNullLiteral(left) || Node.isNullLiteral(right) ? () => {} : requirePrimitive;
    case "and":
    case "or":
      return requireBoolean;
    default:
      return requireNumber;
  }
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
    requireBoolean(node.getCondition());
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
